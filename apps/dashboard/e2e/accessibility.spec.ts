import { expect, open, stackForFile, test } from './dashboard-test.ts';
import { lowContrast, unnamedControls } from './page-audit.ts';

const stack = stackForFile({ keyInEnvironment: true });

const PATHS = [
  '/',
  '/spend',
  '/providers',
  '/budgets',
  '/bill',
  '/bill?view=reconcile',
  '/prices',
  '/alerts',
  '/alerts?view=webhooks',
  '/alerts?view=settings',
  '/keys',
  '/quality',
  '/audit',
  '/operations',
  '/no-such-page',
];

test.beforeAll(async () => {
  const { api, stub } = stack();
  await api.providers.setMode.mutate({ mode: 'real', reason: 'To have something to look at' });
  await api.budgets.create.mutate({ scope: 'global', window: 'day', limitUsd: '0.00002' });
  await api.budgets.create.mutate({ scope: 'project:default', window: 'hour', limitUsd: '0.000002' });
  const key = await stack().createKey('caller');
  await stack().embed(key, ' a'.repeat(100));
  stub.faults.next('nan', { times: 2 });
  await stack().embed(key, 'broken');
});

test('the checks below find what is wrong', async ({ page }) => {
  await page.setContent(`
    <body style="background: oklch(0.2 0 0)">
      <p style="color: #555">hard to read</p>
      <p style="color: #ccc">fine</p>
      <div style="background: rgb(255 255 255 / 0.9)"><p style="color: #ccc">hard on a veil</p></div>
      <button><svg aria-hidden="true"></svg></button>
      <button aria-label="Close"></button>
      <input id="twice"><i id="twice"></i>
    </body>`);
  const found = (await lowContrast(page)).join();
  expect(found).toContain('hard to read');
  expect(found).toContain('hard on a veil');
  expect(found).not.toContain('fine');
  const unnamed = await unnamedControls(page);
  expect(unnamed).toHaveLength(3);
  expect(unnamed.join()).not.toContain('Close');
});

// Readability is polled: a dialog may still be fading in when it is first looked at.
for (const scheme of ['light', 'dark'] as const) {
  test(`every page is named, structured and readable in ${scheme}`, async ({ page, complaints }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await open(page, stack());
    for (const path of PATHS) {
      await page.goto(`${stack().url}${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expect(page.getByRole('main')).toHaveCount(1);
      await expect(page.locator('main .animate-breathe')).toHaveCount(0);
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
      await expect(page).toHaveTitle(/Weighbridge/);
      // Polled as well: what was streamed stands twice for the moment in which the browser takes over.
      await expect.poll(() => unnamedControls(page), `${path}: controls without a name`).toEqual([]);
      await expect.poll(() => lowContrast(page), `${path}: text that is hard to read`).toEqual([]);
    }
    // The page that does not exist is logged as such.
    complaints.splice(0);
  });

  test(`the dialogs are readable in ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await open(page, stack(), '/budgets');
    await page.getByRole('button', { name: 'New budget' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await unnamedControls(page)).toEqual([]);
    await expect.poll(() => lowContrast(page, '[role=dialog]')).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(page.getByRole('button', { name: 'New budget' })).toBeFocused();
    for (const [path, button] of [
      ['/prices', 'Define a model'],
      ['/operations', 'Back up now'],
    ] as const) {
      await page.goto(`${stack().url}${path}`);
      await page.getByRole('button', { name: button }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await unnamedControls(page)).toEqual([]);
      await expect.poll(() => lowContrast(page, '[role=dialog]')).toEqual([]);
    }
    await page.goto(`${stack().url}/`);
    await page.getByRole('radio', { name: 'Mock' }).click();
    await expect(page.getByRole('alertdialog')).toBeVisible();
    await expect.poll(() => lowContrast(page, '[role=alertdialog]')).toEqual([]);
  });
}

test('what is chosen and how full a budget is still shows where the system sets all colours', async ({
  page,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await open(page, stack());
  const background = (element: Element) => getComputedStyle(element).backgroundColor;
  const modes = page.getByRole('radiogroup', { name: 'Mode' });
  const chosen = await modes.getByRole('radio', { checked: true }).evaluate(background);
  expect(chosen).not.toBe(await modes.getByRole('radio', { name: 'Mock' }).evaluate(background));
  const bar = page.getByRole('region', { name: 'Budgets' }).getByRole('img').first().locator('div').first();
  const [settled, empty] = await bar.evaluate((element) => [
    getComputedStyle(element.firstElementChild ?? element).backgroundColor,
    getComputedStyle(element).backgroundColor,
  ]);
  expect(settled).not.toBe(empty);

  // What has a fill of its own beside these stays readable.
  expect(await lowContrast(page)).toEqual([]);

  await page.goto(`${stack().url}/alerts?view=settings`);
  const tabs = page.getByRole('tablist');
  expect(await tabs.getByRole('tab', { selected: true }).evaluate(background)).not.toBe(
    await tabs.getByRole('tab', { name: 'Webhooks' }).evaluate(background),
  );
  const forecasts = page.getByRole('switch', { name: 'Forecasts' });
  const on = await forecasts.evaluate(background);
  await forecasts.click();
  await expect.poll(() => forecasts.evaluate(background)).not.toBe(on);
});

test('sign-in and an absent gateway are readable, too', async ({ page, complaints }) => {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.goto(`${stack().url}/sign-in`);
    expect(await unnamedControls(page)).toEqual([]);
    await expect.poll(() => lowContrast(page)).toEqual([]);
  }
  await stack().killGateway();
  await page.goto(`${stack().url}/sign-in`);
  await expect(page.getByRole('heading', { name: 'No gateway' })).toBeVisible();
  await expect.poll(() => lowContrast(page)).toEqual([]);
  complaints.splice(0);
});
