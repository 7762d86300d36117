import { expect, open, stackForFile, test } from './dashboard-test.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

const stack = stackForFile({ keyInEnvironment: true });

const PLACES = ['Overview', 'Spend', 'Budgets', 'Providers'];
const IN_THE_MENU = ['Alerts', 'Bill', 'Prices', 'Keys', 'Quality', 'Audit', 'Operations'];

test('everything can be reached and nothing runs out of a phone’s screen', async ({ page }) => {
  const key = await stack().createKey('a key with a rather long name, as people give them');
  await stack().embed(key, 'something to show');
  await stack().api.budgets.create.mutate({ scope: 'global', window: 'day', limitUsd: '5' });
  await open(page, stack());
  const nav = page.getByRole('navigation', { name: 'Pages', exact: true }).filter({ visible: true });
  for (const name of PLACES) {
    await nav.getByRole('link', { name }).tap();
    await expect(page.getByRole('heading', { level: 1, name })).toBeAttached();
    await expect(nav.getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
    await expect.poll(wide, { message: `${name} is too wide` }).toBeLessThanOrEqual(390);
  }
  for (const name of IN_THE_MENU) {
    await nav.getByRole('button').tap();
    await page.getByRole('menuitem', { name }).tap();
    await expect(page.getByRole('heading', { level: 1, name })).toBeAttached();
    await expect(nav.getByRole('button', { name })).toBeVisible();
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
    await expect.poll(wide, { message: `${name} is too wide` }).toBeLessThanOrEqual(390);
  }
});

test('the mode is always in sight, and can be switched', async ({ page }) => {
  await open(page, stack(), '/quality');
  await page.getByRole('link', { name: 'Mode: Mock, nothing is spent' }).filter({ visible: true }).tap();
  await page.getByRole('radio', { name: 'Real' }).tap();
  const dialog = page.getByRole('alertdialog');
  const box = await dialog.boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  await dialog.getByRole('button', { name: 'Switch to Real' }).tap();
  await expect(page.getByRole('radio', { name: 'Real' })).toBeChecked();
});

test('names of a hundred letters without a space break within the page, down to 320 px', async ({ page }) => {
  const { api } = stack();
  const name = 'W'.repeat(100);
  await api.projects.create.mutate({ id: 'wide', name });
  await api.keys.create.mutate({ name, project: 'wide' });
  await api.budgets.create.mutate({ scope: 'project:wide', window: 'day', limitUsd: '5' });
  await api.rateLimits.set.mutate({ scope: 'project:wide', metric: 'requests', period: 'hour', limit: 100 });
  await open(page, stack());
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    for (const path of ['/', '/spend', '/budgets', '/keys', '/audit']) {
      await page.goto(`${stack().url}${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
      await expect.poll(wide, `${path} at ${width} px`).toBeLessThanOrEqual(width);
    }
  }
  await page.goto(`${stack().url}/keys`);
  await page.getByRole('region', { name, exact: true }).getByRole('button', { name: 'New key' }).tap();
  const box = await page.getByRole('dialog').boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(320);
  const inside = await page.getByRole('dialog').evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
  expect(inside).toBe(0);
});
