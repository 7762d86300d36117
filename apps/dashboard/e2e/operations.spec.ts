import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, open, stackForFile, test } from './dashboard-test.ts';

const DAY_MS = 86_400_000;
const scratch = mkdtempSync(join(tmpdir(), 'weighbridge-e2e-clock-'));
const clockFile = join(scratch, 'offset');
writeFileSync(clockFile, '0');

// Both processes believe it is as late as the file says, so that entries can be old.
const stack = stackForFile({
  keyInEnvironment: true,
  wrapper: fileURLToPath(new URL('../pictures/shifted-clock.mjs', import.meta.url)),
  environment: { CLOCK_OFFSET_FILE: clockFile },
});

test.afterAll(() => rmSync(scratch, { recursive: true }));

const backups = () => join(stack().dataDir, 'backups');

test('a backup is missed, started, followed, listed, and stands in the audit log', async ({ page }) => {
  const { api } = stack();
  const folder = backups();
  await stack().embed(await stack().createKey('caller'), 'worth keeping');
  await open(page, stack(), '/operations');
  const card = page.getByRole('region', { name: 'Backups', exact: true });
  await expect(card).toContainText('There is no backup.');
  // A copy that somebody laid there by hand three days ago.
  mkdirSync(folder, { recursive: true });
  const byHand = join(folder, 'by-hand.db');
  writeFileSync(byHand, 'a copy');
  const then = (Date.now() - 3 * DAY_MS) / 1000;
  utimesSync(byHand, then, then);
  await page.reload();
  await expect(card).toContainText('The newest backup was made 3 days ago.');
  await expect(card).toContainText('would have to be entered by hand');

  await card.getByRole('button', { name: 'Back up now' }).click();
  const dialog = page.getByRole('dialog', { name: 'Back up now' });
  await expect(dialog).toContainText(folder);
  await expect(dialog).toContainText(/It takes at most [\d.]+ [kM]B, of [\d.]+ [GT]B that are free/);
  await dialog.getByRole('switch', { name: 'With the vectors' }).click();
  await dialog.getByLabel('Reason').fill('Before the upgrade');
  await dialog.getByRole('button', { name: 'Start backup' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/is written, read back and sound\./)).toBeVisible();
  await expect(card).toContainText('The newest backup was made just now.');
  const [made] = (await api.keeping.backups.query()).items;
  expect(existsSync(made?.file ?? '')).toBe(true);
  const rows = card.getByRole('region', { name: 'Known backups' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText('with vectors, sound');
  await expect(rows.nth(1)).toContainText('by admin');
  await expect(rows.nth(1).getByRole('button', { name: 'Copy path' })).toBeVisible();
  await expect(rows.nth(2)).toContainText('by-hand.db');
  await expect(rows.nth(2)).toContainText('not read by this gateway');

  rmSync(made?.file ?? '');
  await page.reload();
  await expect(rows.nth(1)).toContainText('no longer there');
  await expect(card).toContainText('make sure that it was moved');
  await page.getByRole('link', { name: 'Audit' }).click();
  const line = page.getByRole('listitem').filter({ hasText: 'Backup made' });
  await expect(line).toContainText('“Before the upgrade”');
});

test('what goes on elsewhere is seen, and nobody starts the same twice', async ({ page }) => {
  await open(page, stack(), '/operations');
  const card = page.getByRole('region', { name: 'Backups', exact: true });
  // The gateway answers that one goes on for as long as the test likes.
  const status = {
    running: [
      {
        kind: 'backup',
        startedAt: new Date().toISOString(),
        step: 'copy',
        bytes: 12_300_000,
        totalBytes: 40_000_000,
      },
    ],
    lastCheck: null,
  };
  const asking = /\/api\/trpc\/[^?]*keeping\.status/;
  await page.route(asking, async (route) => {
    const [, calls = ''] = /trpc\/([^?]+)/.exec(decodeURIComponent(route.request().url())) ?? [];
    const response = await route.fetch();
    const answers = (await response.json()) as unknown[];
    answers[calls.split(',').indexOf('keeping.status')] = { result: { data: status } };
    await route.fulfill({ response, json: answers });
  });
  void stack().api.keeping.check.query({ full: false });
  await expect(card.getByRole('progressbar', { name: 'Backup' })).toHaveAttribute('aria-valuenow', '22');
  await expect(card).toContainText('Copying the database: 12.3 MB of at most 40 MB');
  await expect(card.getByRole('button', { name: 'Backing up…' })).toBeDisabled();
  await page.unroute(asking);
  await expect(card.getByRole('button', { name: 'Back up now' })).toBeEnabled();
});

test('a backup that fails says why, where it was asked for', async ({ page, complaints }) => {
  await open(page, stack(), '/operations');
  const card = page.getByRole('region', { name: 'Backups', exact: true });
  const folder = backups();
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file where the folder should be');
  await card.getByRole('button', { name: 'Back up now' }).click();
  await page.getByRole('button', { name: 'Start backup' }).click();
  await expect(card.getByRole('alert')).toBeVisible();
  await expect(card.getByRole('alert')).toContainText(folder);
  rmSync(folder);
  expect(complaints.splice(0).join()).toContain('50');
});

test('the books are checked, and what is wrong is named with what to do', async ({ page, complaints }) => {
  const { api } = stack();
  await api.providers.setMode.mutate({ mode: 'real' });
  await api.budgets.create.mutate({ scope: 'global', window: 'month', limitUsd: '5' });
  await stack().embed(await stack().createKey('payer'), 'paid for');
  await open(page, stack(), '/operations');
  const card = page.getByRole('region', { name: 'Books' });
  await card.getByRole('button', { name: 'Check now' }).click();
  await expect(card).toContainText('The books are sound.');
  await expect(card.getByRole('img', { name: 'Sound' })).toHaveCount(8);
  await card.getByRole('button', { name: 'Check indexes, too' }).click();
  await expect(card).toContainText('indexes included');

  await stack().gateway.end('SIGTERM');
  const database = new DatabaseSync(join(stack().dataDir, 'weighbridge.db'));
  database.exec('UPDATE budget_windows SET settled_nano_usd = settled_nano_usd + 1000');
  database.close();
  await stack().startGateway();
  await expect(page.getByText('Live', { exact: true }).filter({ visible: true })).toBeVisible({
    timeout: 15_000,
  });
  await expect(card).toContainText('Not checked since the gateway started.');
  await card.getByRole('button', { name: 'Check now' }).click();
  await expect(card).toContainText('1 of 8 checks found something wrong.');
  const wrong = card.getByRole('listitem').filter({ hasText: 'Counters of budgets' });
  await expect(wrong.getByRole('img', { name: 'Wrong' })).toBeVisible();
  await expect(wrong).toContainText('settled');
  // While the gateway was away.
  complaints.splice(0);
});

test('retention shows what it would delete before it is asked for, and asks again before it is set', async ({
  page,
}) => {
  const { api } = stack();
  await stack().gateway.end('SIGTERM');
  const database = new DatabaseSync(join(stack().dataDir, 'weighbridge.db'));
  database.exec('UPDATE budget_windows SET settled_nano_usd = settled_nano_usd - 1000');
  database.close();
  await stack().startGateway();
  // Forty days on, everything so far is old.
  writeFileSync(clockFile, String(40 * DAY_MS));
  stack().forgetSession();
  await stack().embed(await stack().createKey('young'), 'a young text');
  await page.clock.install({ time: Date.now() + 40 * DAY_MS });
  await open(page, stack(), '/operations');
  const card = page.getByRole('region', { name: 'Retention' });
  await expect(card).toContainText('Single entries are kept for ever. None was ever deleted.');
  await expect(card.getByRole('button', { name: /^Keep them/ })).toHaveCount(0);
  await card.getByRole('radio', { name: '1 year' }).click();
  await expect(card).toContainText('Nothing is that old now.');
  await card.getByRole('radio', { name: '30 days' }).click();
  const { entries, allEntries } = await api.retention.preview.query({ days: 30 });
  expect(entries).toBeGreaterThan(0);
  const would = `${entries} of ${allEntries} entries would go`;
  await expect(card).toContainText(would);
  await card.getByRole('radio', { name: 'Other' }).click();
  await card.getByLabel('Days').fill('3');
  await expect(card).toContainText('A whole number from 7 to 36,500.');
  await card.getByLabel('Days').fill('14');
  await card.getByRole('button', { name: 'Keep them for 14 days…' }).click();
  const dialog = page.getByRole('alertdialog', { name: /^Delete \d+ entries now/ });
  await expect(dialog).toContainText('It cannot be undone');
  await expect(dialog).toContainText(would);
  await dialog.getByRole('button', { name: 'Change nothing' }).click();
  expect((await api.retention.get.query()).days).toBeNull();

  await card.getByRole('button', { name: 'Keep them for 14 days…' }).click();
  await dialog.getByLabel('Reason').fill('The law');
  await dialog.getByRole('button', { name: 'Delete entries' }).click();
  await expect(card).toContainText('Single entries are kept for 14 days.');
  const { items } = await api.audit.list.query({ action: 'retention.set' });
  expect(items).toMatchObject([{ from: 'for ever', to: '14 days', reason: 'The law' }]);
});

test('what a restored ledger lacks is listed until it is entered', async ({ page, complaints }) => {
  const { api } = stack();
  await page.clock.install({ time: Date.now() + 40 * DAY_MS });
  await open(page, stack(), '/operations');
  const card = page.getByRole('region', { name: 'Gaps' });
  await expect(card).toContainText('The ledger lacks nothing');
  const { file } = await api.keeping.backup.mutate({});
  await stack().embed(await stack().createKey('late'), 'not in the copy');
  await stack().putBack(file);
  await expect(card).toContainText('An older copy of the database was found at the start.', {
    timeout: 15_000,
  });
  await expect(card).toContainText('It stops Everything (month).');
  await card.getByRole('button', { name: 'Enter what was billed' }).click();
  await page.getByLabel('Billed, in US dollars').fill('0.25');
  await page.getByRole('button', { name: 'Close the gap' }).click();
  await expect(card).toContainText('$0.25 was entered for it.');
  await expect(card).toContainText('closed');
  complaints.splice(0);
});
