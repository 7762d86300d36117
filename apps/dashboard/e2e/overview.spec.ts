import { expect, open, stackForFile, test } from './dashboard-test.ts';

const stack = stackForFile({ keyInEnvironment: true });

test('the first-run state teaches the first call, and vanishes when it arrives', async ({
  page,
  request,
}) => {
  await open(page, stack());
  const panel = page.getByRole('region', { name: 'Weigh your first text' });
  await expect(panel).toContainText('Waiting for the first call');
  await expect(panel.getByRole('tabpanel')).toContainText(`${stack().gatewayUrl}/v1/embeddings`);
  await panel.getByRole('button', { name: 'Create a key' }).click();
  const key = (await panel.getByTestId('new-key').textContent()) ?? '';

  const curl = (await panel.getByRole('tabpanel').locator('pre').textContent()) ?? '';
  expect(curl).toContain(`Bearer ${key}`);
  await panel.getByRole('tab', { name: 'TypeScript' }).press('ArrowRight');
  await expect(panel.getByRole('tabpanel')).toContainText(`api_key="${key}"`);
  await panel.getByRole('tab', { name: 'weighbridge embed' }).click();
  await expect(panel.getByRole('tabpanel')).toContainText('pnpm weighbridge embed');

  // Exactly what the snippet says.
  const [url = ''] = /http\S+/.exec(curl) ?? [];
  const [, body = ''] = /-d '(.*)'/.exec(curl) ?? [];
  const answer = await request.post(url, {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    data: body,
  });
  expect(answer.status()).toBe(200);
  await expect(panel).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Spent today' })).toBeVisible();
  await expect(page.getByText('Mock answers would have cost').first()).toBeVisible();
});

test('a call made outside appears within two seconds, without reloading', async ({ page }) => {
  await stack().api.providers.setMode.mutate({ mode: 'real' });
  await stack().api.budgets.create.mutate({ scope: 'global', window: 'day', limitUsd: '0.01' });
  const key = await stack().createKey('outside');
  await open(page, stack());
  const spent = page.getByTestId('spent-day');
  await expect(spent).toHaveText('$0.00');
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));

  expect((await stack().embed(key, 'weigh '.repeat(500))).status).toBe(200);
  await expect(spent).not.toHaveText('$0.00', { timeout: 2000 });
  const { today } = await stack().api.spend.summary.query({});
  await expect(spent).toHaveText(today.settled);
  const reading = page.getByRole('region', { name: 'Spent today, UTC' });
  await expect(
    reading.getByRole('img', { name: `${today.settled} settled of a limit of $0.01` }),
  ).toBeVisible();
  await expect(reading).toContainText(/resets in \d+ (h|min)/);
  await expect(page.getByText('healthy').first()).toBeVisible();
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);

  // The same text again comes from the cache.
  expect((await stack().embed(key, 'weigh '.repeat(500))).status).toBe(200);
  await expect(
    page
      .getByRole('row', { name: /from the cache/ })
      .getByRole('cell')
      .first(),
  ).toHaveText('1');
});

test('what matters stands above the fold: mode, spend, quality, the fullest budgets, who answers', async ({
  page,
}) => {
  const { api } = stack();
  for (const [window, limitUsd] of [
    ['hour', '0.00002'],
    ['week', '1'],
    ['month', '2'],
    ['total', '100'],
  ] as const) {
    await api.budgets.create.mutate({ scope: 'global', window, limitUsd });
  }
  await open(page, stack());
  const budgets = page.getByRole('region', { name: 'Budgets' });
  await expect(budgets.getByText('The 4 fullest of 5 budgets')).toBeVisible();
  const lines = budgets.getByRole('listitem');
  await expect(lines).toHaveCount(4);
  await expect(lines.first()).toContainText('Everything');
  await expect(lines.first()).toContainText('each hour');
  await expect(lines.first()).toContainText(/left of \$0\.00002/);
  await expect(lines.first()).toContainText(/resets in \d+ (h|min|s)/);
  await expect(budgets.getByText('never resets')).toHaveCount(0);
  await expect(page.getByRole('region', { name: /Vector quality/ })).toContainText('sound');
  for (const region of [
    page.getByRole('radiogroup', { name: 'Mode' }),
    page.getByRole('region', { name: 'Spent today, UTC' }),
    page.getByRole('region', { name: 'Spent this month, UTC' }),
    page.getByRole('region', { name: /Vector quality/ }),
    budgets,
    page.getByRole('region', { name: 'Provider health' }),
  ]) {
    const box = await region.boundingBox();
    expect(box?.y, String(region)).toBeLessThan(700);
  }
  await budgets.getByRole('link', { name: 'All budgets' }).click();
  await expect(page).toHaveURL(/\/budgets$/);
});

test('a change that overtakes the page on its way shows all the same', async ({ page }) => {
  const { api } = stack();
  await open(page, stack(), '/alerts');
  const budget = await api.budgets.create.mutate({
    scope: 'tag:overtaken',
    window: 'hour',
    limitUsd: '0.01',
  });
  await page.route(/[?&]_rsc=/, async (route) => {
    // What the server read is on its way; then it changes, and the page is told before it has anything to refetch.
    const response = await route.fetch();
    await api.budgets.remove.mutate({ id: budget.id });
    await page.waitForTimeout(1500);
    await route.fulfill({ response });
  });
  await page.getByRole('link', { name: 'Overview' }).click();
  const budgets = page.getByRole('region', { name: 'Budgets' });
  await expect(budgets).toContainText('The 4 fullest of 5 budgets');
});

test('the chart looks back a day or a month, and the address keeps which', async ({ page }) => {
  await open(page, stack());
  await expect(page.getByRole('heading', { name: 'Spend by hour' })).toBeVisible();
  await page.getByRole('radio', { name: '30 days' }).click();
  await expect(page.getByRole('heading', { name: 'Spend by day' })).toBeVisible();
  await expect(page).toHaveURL(/range=30d/);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Spend by day' })).toBeVisible();
  const rows = page.getByRole('table', { name: 'Spend, as in the chart' }).getByRole('row');
  await expect(rows).toHaveCount(31);
});

test('light, dark and as the system says', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page, stack());
  const html = page.locator('html');
  await expect(html).toHaveClass(/dark/);
  await page.getByRole('button', { name: 'Theme and sign out' }).click();
  await page.getByRole('menuitemradio', { name: 'Light' }).click();
  await expect(html).not.toHaveClass(/dark/);
  await page.reload();
  await expect(html).not.toHaveClass(/dark/);
});
