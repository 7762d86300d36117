import { expect, open, stackForFile, test } from './dashboard-test.ts';

const stack = stackForFile({ keyInEnvironment: true });

test('a budget is made, refuses what does not fit, and is shown as exhausted', async ({ page }) => {
  await stack().api.providers.setMode.mutate({ mode: 'real' });
  const key = await stack().createKey('spender');
  await open(page, stack(), '/budgets');
  await expect(page.getByText('Nothing limits what is spent')).toBeVisible();

  await page.getByRole('button', { name: 'New budget' }).click();
  const dialog = page.getByRole('dialog', { name: 'New budget' });
  await dialog.getByLabel('Limits').selectOption('A project');
  await expect(dialog.getByLabel('Which')).toHaveValue('project:default');
  await dialog.getByLabel('Window').selectOption('Each day');
  await dialog.getByLabel('Limit in US dollars').fill('nothing');
  await expect(dialog).toContainText('Write a positive amount');
  await expect(dialog.getByRole('button', { name: 'Create budget' })).toBeDisabled();
  // 100 tokens of text-embedding-3-small.
  await dialog.getByLabel('Limit in US dollars').fill('0.000002');
  await dialog.getByRole('button', { name: 'Create budget' }).click();
  const card = page.getByRole('region', { name: /each day/ });
  await expect(card).toContainText('left of $0.000002');

  const [first] = await stack().api.budgets.list.query();
  expect(first).toMatchObject({ scope: 'project:default', limitNanoUsd: '2000' });
  const tokens = async (text: string) =>
    (await stack().api.embeddings.countTokens.query({ inputs: [text] })).total;
  const text = ' a'.repeat(100 - (await tokens(' a')) + 1);
  expect(await tokens(text)).toBe(100);
  expect((await stack().embed(key, text)).status).toBe(200);
  await expect(card).toContainText('exhausted');
  await expect(card).toContainText('100% used');

  const refused = await stack().embed(key, 'one more');
  expect(refused.status).toBe(429);
  expect(refused.body.error?.message).toContain('budget');
  // What is in the cache still passes.
  expect((await stack().embed(key, text)).status).toBe(200);

  await page.getByRole('link', { name: 'Overview' }).click();
  const alert = page.getByRole('list', { name: 'Needs a look' });
  await expect(alert).toContainText('Project “Default”: the day budget is used up');
});

test('raising the limit frees calls at once', async ({ page }) => {
  const key = await stack().createKey('freed');
  await open(page, stack(), '/budgets');
  const card = page.getByRole('region', { name: /each day/ });
  await card.getByRole('button', { name: 'Edit limit' }).click();
  await page.getByLabel('Limit in US dollars').fill('0.50');
  await page.getByRole('button', { name: 'Change limit' }).click();
  await expect(card).toContainText('left of $0.50');
  expect((await stack().embed(key, 'one more')).status).toBe(200);
});

test('a limit that is changed elsewhere while it is edited is said to be', async ({ page }) => {
  await open(page, stack(), '/budgets');
  await page
    .getByRole('region', { name: /each day/ })
    .getByRole('button', { name: 'Edit limit' })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Limit in US dollars').fill('0.75');
  await expect(dialog.getByRole('status')).toBeEmpty();
  const [budget] = await stack().api.budgets.list.query();
  await stack().api.budgets.update.mutate({ id: budget?.id ?? '', limitUsd: '0.60' });
  await expect(dialog.getByRole('status')).toContainText('Somebody changed it to $0.60 while this was open.');
  await expect(dialog.getByLabel('Limit in US dollars')).toHaveValue('0.75');
  await page.keyboard.press('Escape');
  expect((await stack().api.budgets.list.query())[0]?.limitNanoUsd).toBe('600000000');
});

test('a rate limit that is used up says for people when there is room again', async ({ page }) => {
  const { api } = stack();
  const { id } = await api.rateLimits.set.mutate({
    scope: 'global',
    metric: 'requests',
    period: 'hour',
    limit: 1,
  });
  const key = await stack().createKey('limited');
  await stack().embed(key, 'the only one in this hour');
  expect((await stack().embed(key, 'one too many')).status).toBe(429);
  await open(page, stack(), '/budgets');
  const limits = page.getByRole('region', { name: 'Rate limits' });
  await expect(limits).toContainText(/full, room in (\d+ min|1 h)/);
  await api.rateLimits.remove.mutate({ id });
});

test('a second budget for the same is refused where it was asked for', async ({ page, complaints }) => {
  await open(page, stack(), '/budgets');
  await page.getByRole('button', { name: 'New budget' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Limits').selectOption('A project');
  await dialog.getByLabel('Limit in US dollars').fill('1');
  await dialog.getByRole('button', { name: 'Create budget' }).click();
  await expect(dialog.getByRole('alert')).toContainText('BUDGET_EXISTS');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  // The browser itself logs the refusal.
  expect(complaints.splice(0).join()).toContain('409');
});

test('removing a budget asks first', async ({ page }) => {
  await open(page, stack(), '/budgets');
  await page.getByRole('button', { name: 'Remove' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('no longer limit what is spent');
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  expect(await stack().api.budgets.list.query()).toHaveLength(1);
  await page.getByRole('button', { name: 'Remove' }).click();
  await dialog.getByLabel('Reason').fill('The import is over');
  await dialog.getByRole('button', { name: 'Remove budget' }).click();
  await expect(page.getByText('Nothing limits what is spent')).toBeVisible();
  await page.getByRole('link', { name: 'Audit' }).click();
  await page.getByLabel('Kind of change').selectOption('Budget removed');
  await expect(page).toHaveURL(/action=budget.remove/);
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('main').getByRole('listitem')).toContainText('“The import is over”');
});

test('a tag is limited by its name, and its budget leads to what it spent', async ({ page }) => {
  await open(page, stack(), '/budgets');
  await page.getByRole('button', { name: 'New budget' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Limits').selectOption('tag');
  await expect(dialog.getByRole('button', { name: 'Create budget' })).toBeDisabled();
  await dialog.getByLabel('Which').fill('team:search');
  await dialog.getByLabel('Window').selectOption('week');
  await dialog.getByLabel('Limit in US dollars').fill('3');
  await dialog.getByRole('button', { name: 'Create budget' }).click();
  await page.getByRole('link', { name: 'Spend of Tag team:search, each week' }).click();
  await expect(page).toHaveURL(/\/spend\?range=7d&tag=team%3Asearch$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Spend' })).toBeAttached();
  const made = (await stack().api.budgets.list.query()).find(({ scope }) => scope === 'tag:team:search');
  await stack().api.budgets.remove.mutate({ id: made?.id ?? '' });
});

test('an older copy of the ledger stops its budgets until what was billed is entered', async ({ page }) => {
  const { api } = stack();
  await api.budgets.create.mutate({ scope: 'global', window: 'total', limitUsd: '1' });
  const key = await stack().createKey('restored');
  const { file } = await api.keeping.backup.mutate({});
  expect((await stack().embed(key, 'paid after the backup')).status).toBe(200);
  await stack().putBack(file);
  expect((await stack().embed(key, 'nobody knows what is left')).status).toBe(429);

  await open(page, stack(), '/budgets');
  const alert = page.getByRole('alert').filter({ hasText: 'The ledger lacks what was spent' });
  await expect(alert).toContainText('An older copy of the database was found');
  await expect(alert).toContainText('(total)');
  await alert.getByRole('button', { name: 'Enter what was billed' }).click();
  const dialog = page.getByRole('dialog', { name: 'What was billed in this time?' });
  await expect(dialog.getByRole('button', { name: 'Close the gap' })).toBeDisabled();
  await dialog.getByLabel('Billed, in US dollars').fill('0.25');
  await dialog.getByLabel('Reason').fill('The usage page');
  await dialog.getByRole('button', { name: 'Close the gap' }).click();
  await expect(alert).toBeHidden();
  await expect(page.getByRole('region', { name: /in total/ })).toContainText('25% used');
  expect((await stack().embed(key, 'now it is known')).status).toBe(200);
});
