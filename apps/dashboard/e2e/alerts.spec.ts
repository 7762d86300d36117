import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, open, stackForFile, test } from './dashboard-test.ts';

const stack = stackForFile({ keyInEnvironment: true });

/** What a receiver of webhooks gets; it refuses what comes to `/closed`, and wants nothing more at `/gone`. */
const received: string[] = [];
const STATUS: Readonly<Record<string, number>> = { '/closed': 403, '/gone': 410 };
const receiver = createServer((request, response) => {
  received.push(request.url ?? '');
  request.resume();
  response.writeHead(STATUS[request.url ?? ''] ?? 200).end();
});
let address = '';

test.beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
test.afterAll(() => void receiver.close());

test('a webhook is made, tested, and its secret shown once', async ({ page, complaints }) => {
  await open(page, stack(), '/alerts');
  await expect(page.getByText('Nothing needs a look')).toBeVisible();
  await page.getByRole('tab', { name: 'Webhooks' }).click();
  await page.getByRole('button', { name: 'New webhook' }).click();
  const dialog = page.getByRole('dialog', { name: 'New webhook' });
  await dialog.getByLabel('Name').fill('pager');
  await dialog.getByLabel('Address').fill(`${stack().gatewayUrl}/trpc`);
  await dialog.getByRole('button', { name: 'Create webhook' }).click();
  await expect(dialog).toContainText('SELF_REFERENCE');
  expect(complaints.splice(0).join()).toContain('400');
  await dialog.getByLabel('Address').fill(`${address}/hook`);
  await dialog.getByRole('button', { name: 'Create webhook' }).click();
  const secret = await page.getByTestId('webhook-secret').textContent();
  expect(secret).toMatch(/^whsec_/);
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('region', { name: 'Webhooks' })).toContainText(`…${secret?.slice(-4)}`);

  await page.getByRole('button', { name: 'Test pager' }).click();
  const deliveries = page.getByRole('region', { name: 'Deliveries' });
  await expect(deliveries.getByRole('listitem').first()).toContainText('delivered');
  expect(received).toEqual(['/hook']);
  await page.reload();
  await expect(page.getByRole('region', { name: 'Webhooks' })).toBeVisible();
  await expect(page.locator('body')).not.toContainText(secret ?? 'no secret');
});

test('an alert comes live, is counted, delivered, and acknowledged', async ({ page }) => {
  const { api } = stack();
  await api.providers.setMode.mutate({ mode: 'real' });
  const key = await stack().createKey('spender');
  await open(page, stack(), '/alerts');
  await api.budgets.create.mutate({ scope: 'global', window: 'day', limitUsd: '0.000002' });
  expect((await stack().embed(key, ' a'.repeat(100))).status).toBe(200);
  const alerts = page.getByRole('region', { name: 'Alerts' });
  await expect(alerts).toContainText('Everything: the day budget is used up');
  const entry = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Alerts' });
  await expect(entry).toHaveAccessibleName('Alerts 1 open');

  await page.getByRole('tab', { name: 'Webhooks' }).click();
  const deliveries = page.getByRole('region', { name: 'Deliveries' });
  await expect(deliveries.getByRole('listitem').first()).toContainText('the day budget is used up');
  await expect(deliveries.getByRole('listitem').first()).toContainText('delivered');

  await page.getByRole('link', { name: 'Overview' }).click();
  const look = page.getByRole('list', { name: 'Needs a look' });
  await expect(look).toContainText('Everything: the day budget is used up');
  await look.getByRole('button', { name: /^Acknowledge/ }).click();
  await expect(look).toBeHidden();
  await expect(entry).toHaveAccessibleName('Alerts');
  await entry.click();
  await expect(page.getByText('Nothing needs a look')).toBeVisible();
  await page.getByRole('radio', { name: 'All' }).click();
  await expect(alerts).toContainText('acknowledged by admin');
});

test('what is watched for is changed, and said where it cannot be', async ({ page }) => {
  await open(page, stack(), '/alerts?view=settings');
  const thresholds = page.getByLabel('Thresholds, percent of a budget');
  await expect(thresholds).toHaveValue('50, 80, 100');
  await thresholds.fill('half');
  await expect(page.getByText('Write whole percents above zero')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save settings' })).toBeDisabled();
  await thresholds.fill('90, 60');
  await page.getByLabel('Uncertain in all, US dollars').fill('');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(thresholds).toHaveValue('60, 90');
  expect(await stack().api.alerts.settings.query()).toMatchObject({ thresholds: [60, 90], uncertain: null });
});

test('a webhook that fails says so, and is removed after a question', async ({ page }) => {
  await open(page, stack(), '/alerts?view=webhooks');
  await page.getByRole('button', { name: 'Edit pager' }).click();
  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  const secret = await page.getByTestId('webhook-secret').textContent();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('region', { name: 'Webhooks' })).toContainText(`…${secret?.slice(-4)}`);
  await page.getByRole('button', { name: 'Edit pager' }).click();
  await page.getByLabel('Address').fill(`${address}/closed`);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('button', { name: 'Test pager' }).click();
  const first = page.getByRole('region', { name: 'Deliveries' }).getByRole('listitem').first();
  await expect(first).toContainText('failed');
  await expect(first).toContainText('It answered 403.');
  await expect(page.getByRole('region', { name: 'Webhooks' })).toContainText('last message failed');
  await page.getByRole('button', { name: 'Remove pager' }).click();
  const question = page.getByRole('alertdialog', { name: 'Remove pager?' });
  await question.getByRole('button', { name: 'Keep it' }).click();
  expect(await stack().api.webhooks.list.query()).toHaveLength(1);
  await page.getByRole('button', { name: 'Remove pager' }).click();
  await question.getByRole('button', { name: 'Remove webhook' }).click();
  await expect(page.getByText('Alerts go nowhere else yet')).toBeVisible();
  await expect(first).toContainText('pager');
});

test('an alert that a webhook does not take is one itself, and leads to the webhooks', async ({ page }) => {
  const { api } = stack();
  await api.alerts.acknowledge.mutate({ all: true });
  await api.webhooks.create.mutate({ name: 'ops-room', url: `${address}/gone` });
  await api.projects.create.mutate({ name: 'Search' });
  await open(page, stack(), '/alerts');
  await api.budgets.create.mutate({ scope: 'project:Search', window: 'day', limitUsd: '0.000002' });
  await api.budgets.remove.mutate({ id: 'global day' });
  await api.embeddings.embed.mutate({ inputs: [' b'.repeat(100)], project: 'Search' });
  const alerts = page.getByRole('region', { name: 'Alerts' });
  await expect(alerts).toContainText('The webhook “ops-room” did not take an alert');
  await page.getByRole('combobox', { name: 'Kind of alert' }).selectOption('Alert that did not arrive');
  await expect(alerts.getByRole('listitem')).toHaveCount(1);
  await expect(alerts).toContainText('It answered 410. The webhook is disabled.');
  await alerts.getByRole('link', { name: 'Webhooks' }).click();
  await expect(page.getByRole('region', { name: 'Webhooks' })).toContainText('ops-room');
});
