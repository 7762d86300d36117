import { readFileSync } from 'node:fs';
import { expect, open, stackForFile, test } from './dashboard-test.ts';

const stack = stackForFile({ keyInEnvironment: true });

const TEXT = 'weigh '.repeat(400);

test('nothing yet says so, and a first call appears without reloading', async ({ page }) => {
  await open(page, stack(), '/spend');
  await expect(page.getByRole('heading', { name: 'Nothing has been weighed yet' })).toBeVisible();
  const { api } = stack();
  await api.providers.setMode.mutate({ mode: 'real' });
  await api.projects.create.mutate({ name: 'Search', id: 'search' });
  const { key } = await api.keys.create.mutate({ name: 'pipeline', project: 'search' });
  expect((await stack().embed(key, [TEXT, TEXT])).status).toBe(200);
  await expect(page.getByRole('heading', { name: 'Spend by hour' })).toBeVisible();
  const { total } = await api.spend.breakdown.query({ by: 'model' });
  await expect(page.getByTestId('spent-in-all')).toHaveText(total.settled);
  // The repeated text was paid for once.
  await expect(page.getByRole('region', { name: 'Saved' })).toContainText('Deduplication 1 text');
});

test('a value of the breakdown narrows everything, exports included, and the address keeps it', async ({
  page,
}) => {
  const other = await stack().createKey('other');
  expect((await stack().embed(other, 'something else entirely')).status).toBe(200);
  await open(page, stack(), '/spend');
  const where = page.getByRole('region', { name: 'Where it went' });
  await where.getByRole('radio', { name: 'Project' }).click();
  await where.getByRole('button', { name: 'search', exact: true }).click();
  await expect(page).toHaveURL(/by=project/);
  await expect(page).toHaveURL(/project=search/);
  await expect(where.getByRole('button', { name: 'search', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  const ledger = page.getByRole('region', { name: 'Ledger', exact: true });
  const { items } = await stack().api.spend.ledger.query({ project: 'search' });
  await expect(ledger.locator('tbody tr')).toHaveCount(items.length);
  const { total } = await stack().api.spend.breakdown.query({ by: 'model', project: 'search' });
  await expect(page.getByTestId('spent-in-all')).toHaveText(total.settled);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    ledger.getByRole('link', { name: 'CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^weighbridge-ledger-.*\.csv$/);
  const records = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  expect(records).toHaveLength(items.length + 1);
  for (const item of items) expect(records.join('\n')).toContain(item.id);

  await page.reload();
  await page.getByRole('button', { name: 'Remove the filter Project search' }).click();
  await expect(page).not.toHaveURL(/project=search/);
  await expect(ledger.locator('tbody tr')).not.toHaveCount(items.length);
});

test('a call is followed from its line through its retries', async ({ page }) => {
  const key = await stack().createKey('retrying');
  stack().stub.faults.next('rate_limit');
  expect((await stack().embed(key, 'a text that is tried twice')).status).toBe(200);
  await open(page, stack(), '/spend');
  const ledger = page.getByRole('region', { name: 'Ledger', exact: true });
  await ledger.getByRole('combobox', { name: 'State' }).selectOption('Released');
  await expect(ledger.locator('tbody tr')).toHaveCount(1);
  await ledger.getByRole('button', { name: /follow this call/ }).press('Enter');
  const story = page.getByRole('dialog', { name: 'What this call did' });
  await expect(story.getByRole('listitem')).toHaveCount(2);
  await expect(story.getByRole('listitem').first()).toContainText('PROVIDER_RATE_LIMITED');
  await expect(story.getByRole('listitem').last()).toContainText('try 2');
  await expect(story.getByRole('listitem').last()).toContainText('Settled');
  await expect(page).toHaveURL(/follow=/);
  await story.getByRole('button', { name: 'Show only this in the table' }).click();
  await expect(story).toBeHidden();
  await ledger.getByRole('combobox', { name: 'State' }).selectOption('All states');
  await expect(ledger.locator('tbody tr')).toHaveCount(2);

  const search = ledger.getByLabel('Correlation id, request id or error code');
  await search.fill('no-such-id');
  await search.press('Enter');
  await expect(ledger).toContainText('The ledger has no such lines');
  // Whoever looks for a refused call finds where refusals come from.
  await expect(ledger).toContainText('refused before anything was sent');
  await expect(ledger.getByRole('link', { name: 'Budgets' })).toHaveAttribute('href', '/budgets');
});

test('a year is drawn by weeks, dates of one’s own by days, and dates that cannot be are said to be', async ({
  page,
}) => {
  await open(page, stack(), '/spend?range=12m');
  await expect(page.getByRole('heading', { name: 'Spend by week' })).toBeVisible();
  const rows = page.getByRole('table', { name: 'Spend, as in the chart' }).getByRole('row');
  await expect(rows).toHaveCount(54);
  // Before the first call nothing is known, which is not nothing spent.
  await expect(rows.nth(1)).toContainText('Nothing is known');
  await page.getByRole('radio', { name: 'Custom' }).click();
  await expect(page.getByRole('heading', { name: 'Spend by day' })).toBeVisible();
  await page.getByLabel('First day').fill('2020-01-05');
  await page.getByLabel('Last day').fill('2020-01-01');
  await expect(page.getByRole('alert').filter({ hasText: 'no span of time' })).toBeVisible();
});
