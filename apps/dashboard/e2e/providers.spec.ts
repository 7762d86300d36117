import { expect, open, stackForFile, test } from './dashboard-test.ts';
import { STUB_KEY } from './stack.ts';

const stack = stackForFile();

test('without a key, real is refused with what to do', async ({ page }) => {
  await open(page, stack());
  await page.getByRole('radio', { name: 'Real' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Real is not ready yet' });
  await expect(dialog).toContainText('has no API key');
  await expect(dialog).toContainText('OPENAI_API_KEY');
  await dialog.getByRole('link', { name: 'Go to Providers' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Providers' })).toBeVisible();
  expect((await stack().api.providers.status.query()).mode).toBe('mock');
});

test('a key is set, shown by its end only, and real then works', async ({ page }) => {
  await open(page, stack(), '/providers');
  const card = page.getByRole('region', { name: 'openai' });
  await expect(card).toContainText('no key yet');
  // The stand-in is no official endpoint, and says so.
  await expect(card).toContainText('This is not the official API');
  await expect(card.getByRole('button', { name: 'Change' })).toBeDisabled();
  await expect(card).toContainText('OPENAI_BASE_URL, which wins');

  await card.getByRole('button', { name: 'Set key' }).click();
  const field = page.getByLabel('API key', { exact: true });
  await expect(field).toHaveAttribute('type', 'password');
  await field.fill(STUB_KEY);
  await page.getByRole('button', { name: 'Store key' }).click();
  await expect(card).toContainText('…1234');
  await expect(card).toContainText('stored here, encrypted');
  expect(await page.content()).not.toContain(STUB_KEY);

  await card.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(card.getByLabel('Passed')).toBeVisible();
  expect(stack().stub.stats().billedRequests).toBe(0);

  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('radio', { name: 'Real' }).click();
  await page.getByRole('button', { name: 'Switch to Real' }).click();
  await expect(page.getByRole('radio', { name: 'Real' })).toBeChecked();
  const key = await stack().createKey('caller');
  expect((await stack().embed(key, 'Now it is paid for.')).status).toBe(200);
  expect(stack().stub.stats().billedRequests).toBe(1);
});

test('the deep test asks before it spends, and shows what it measured', async ({ page }) => {
  const billed = stack().stub.stats().billedRequests;
  await open(page, stack(), '/providers');
  const card = page.getByRole('region', { name: 'openai' });
  await card.getByRole('button', { name: 'Deep test…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  expect(stack().stub.stats().billedRequests).toBe(billed);
  await card.getByRole('button', { name: 'Deep test…' }).click();
  await page.getByRole('button', { name: 'Run it' }).click();
  await expect(card.getByText('Same text twice')).toBeVisible();
  await expect(card.getByText('1536')).toBeVisible();
  expect(stack().stub.stats().billedRequests).toBeGreaterThan(billed);
});

test('a wrong key is said to be wrong by the test', async ({ page }) => {
  await stack().api.providers.configure.mutate({ provider: 'openai', apiKey: 'sk-not-the-right-one' });
  await open(page, stack(), '/providers');
  const card = page.getByRole('region', { name: 'openai' });
  await card.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(card.getByLabel('Failed')).toBeVisible();
  await expect(card).toContainText('PROVIDER_UNAUTHORIZED');
});

test('forgetting the key asks first and says that calls will be refused', async ({ page }) => {
  await open(page, stack(), '/providers');
  const card = page.getByRole('region', { name: 'openai' });
  await card.getByRole('button', { name: 'Forget' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Forget the API key?' });
  await expect(dialog).toContainText('Mode real is in force');
  await dialog.getByRole('button', { name: 'Forget key' }).click();
  await expect(card).toContainText('none set');
});
