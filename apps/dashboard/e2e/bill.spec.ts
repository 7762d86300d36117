import { expect, open, stackForFile, test } from './dashboard-test.ts';

const SMALL = 'text-embedding-3-small';
const stack = stackForFile({ keyInEnvironment: true });

/** What the stub truly billed, as OpenAI's usage API shows it. */
function usageExport() {
  const billed = stack()
    .stub.journal.entries()
    .filter((entry) => entry.billed);
  const at = Math.floor(Date.parse(billed[0]?.time ?? '') / 86_400_000) * 86_400;
  const result = {
    object: 'organization.usage.embeddings.result',
    input_tokens: billed.reduce((sum, entry) => sum + entry.billedTokens, 0),
    num_model_requests: billed.length,
    model: SMALL,
  };
  const data = [{ object: 'bucket', start_time: at, end_time: at + 86_400, results: [result] }];
  return { object: 'page', data, has_more: false, next_page: null };
}

async function uncertainIds(): Promise<string[]> {
  const { items } = await stack().api.spend.ledger.query({ state: 'uncertain' });
  return items.map(({ id }) => id);
}

test('what may have been billed is shown with what resolving it moves, and the budget moves live', async ({
  page,
}) => {
  const { api, stub } = stack();
  await api.providers.setMode.mutate({ mode: 'real' });
  await api.budgets.create.mutate({ scope: 'global', window: 'day', limitUsd: '1' });
  await open(page, stack(), '/bill');
  await expect(page.getByText('Nothing is uncertain')).toBeVisible();
  const key = await stack().createKey('caller');
  await stack().embed(key, 'a truck that was weighed');
  stub.faults.next('reset_before', { times: 2 });
  await stack().embed(key, 'lost before it was read');
  await expect.poll(uncertainIds).toHaveLength(2);
  const table = page.getByRole('region', { name: 'Attempts that may have been billed' });
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('tab', { name: 'Uncertain 2' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Billed…', exact: true })).toBeDisabled();

  await table.getByRole('checkbox').nth(1).check();
  await page.getByRole('button', { name: 'Not billed…' }).click();
  const dialog = page.getByRole('alertdialog', { name: '1 attempt not billed?' });
  await expect(dialog).toContainText('Everything, day');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await uncertainIds()).toHaveLength(2);

  await table.getByRole('checkbox', { name: 'Choose all that are listed' }).check();
  await page.getByRole('button', { name: 'Not billed…' }).click();
  await page.getByRole('alertdialog').getByLabel('Reason').fill('An outage of the network');
  await page.getByRole('button', { name: 'Free as not billed' }).click();
  await expect(page.getByText('Nothing is uncertain')).toBeVisible();
  const [budget] = await api.budgets.list.query();
  expect(budget?.uncertainNanoUsd).toBe('0');
  const { items } = await api.audit.list.query({ action: 'uncertain.resolve' });
  expect(items).toMatchObject([{ reason: 'An outage of the network' }, { to: 'not_billed' }]);
});

test('more than a page of them is listed page by page, and counted whole', async ({ page }) => {
  const { api, stub } = stack();
  const key = await stack().createKey('a bad hour');
  stub.faults.always('reset_before');
  await Promise.all(
    Array.from({ length: 52 }, (_, index) => stack().embed(key, `lost on its way, number ${index}`)),
  );
  stub.faults.clear();
  const counted = async () => (await api.uncertain.open.query({})).attempts;
  await expect.poll(counted).toBeGreaterThan(100);
  const all = await counted();
  await open(page, stack(), '/bill');
  const table = page.getByRole('region', { name: 'Attempts that may have been billed' });
  await expect(table.getByRole('row')).toHaveCount(101);
  await table.getByRole('checkbox', { name: 'Choose all that are listed' }).check();
  await expect(page.getByText('100 attempts chosen.')).toBeVisible();
  await page.getByRole('button', { name: 'Older' }).click();
  await expect(page).toHaveURL(/after=\d/);
  await expect(table.getByRole('row')).toHaveCount(all - 100 + 1);
  // What was chosen on another page is not resolved unseen.
  await expect(page.getByText('Choose what you know the end of.')).toBeVisible();
  await page.getByRole('button', { name: 'Newest' }).click();
  await expect(table.getByRole('row')).toHaveCount(101);
  await page.getByRole('radio', { name: '24 hours' }).click();
  await expect(page.getByText(`${all} attempts`).first()).toBeVisible();
  const ids = await uncertainIds();
  await api.uncertain.resolveMany.mutate({ ids, as: 'not_billed' });
  await expect(page.getByText('Nothing of this time is uncertain.')).toBeVisible();
});

test('an export is imported, explains what is uncertain, and agrees once that is resolved', async ({
  page,
  complaints,
}) => {
  const { api, stub } = stack();
  const key = await stack().createKey('second caller');
  stub.faults.next('reset_after');
  await stack().embed(key, 'billed twice, since the first answer was lost');
  await expect.poll(uncertainIds).toHaveLength(1);
  await open(page, stack(), '/bill?view=reconcile');
  await expect(page.getByText('No bill to compare with')).toBeVisible();
  const give = (name: string, content: string) =>
    page
      .getByLabel('Usage or costs export of OpenAI')
      .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  await give('broken.json', '{"data": 3}');
  await expect(page.getByText('is no list of buckets')).toBeVisible();
  // The browser itself logs the refusal.
  expect(complaints.splice(0).join()).toContain('400');
  await give('usage.json', JSON.stringify(usageExport()));
  const table = page.getByRole('region', { name: 'Ledger and bill by day and model' });
  await expect(table).toContainText('explained');
  const elsewhere = page.getByRole('note').filter({ hasText: 'Not all of this went to the official API' });
  await expect(elsewhere).toContainText(`answered at ${new URL(stub.baseUrl).host}`);
  await expect(
    page.getByRole('note').filter({ hasText: 'The base URL is not the official API' }),
  ).toBeVisible();
  await table.getByRole('button', { name: '1 attempt billed…' }).click();
  await page.getByRole('button', { name: 'Settle as billed' }).click();
  await expect(table).toContainText('agrees');
  expect(await uncertainIds()).toEqual([]);
  const truth = stub.journal.summary();
  const { totals } = await api.bills.compare.query({});
  expect(totals.ledger.nanoUsd).toBe(truth.billedNanoUsd.toString());

  await page.getByRole('button', { name: 'Remove usage.json' }).click();
  await page.getByRole('button', { name: 'Remove import' }).click();
  await expect(page.getByText('No bill to compare with')).toBeVisible();
});

test('a model is defined, priced, and its price removed again', async ({ page }) => {
  const { api } = stack();
  await open(page, stack(), '/prices');
  await page.getByRole('button', { name: 'Define a model' }).click();
  const dialog = page.getByRole('dialog', { name: 'Define a model' });
  await dialog.getByLabel('Name').fill('voyage-3');
  await dialog.getByLabel('Dimensions').fill('1024');
  await dialog.getByRole('switch', { name: 'Vectors may be shortened' }).click();
  await dialog.getByLabel('Tokens an input').fill('400000');
  await expect(dialog.getByText('More than a whole request takes.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Define model' })).toBeDisabled();
  await dialog.getByLabel('Tokens an input').fill('32,000');
  await dialog.getByLabel('Inputs a request').fill('128');
  await dialog.getByLabel('Tokens a request').fill('320000');
  await dialog.getByRole('button', { name: 'Define model' }).click();
  const row = page.getByRole('region', { name: 'Models and what they cost now' }).getByRole('row', {
    name: /voyage-3/,
  });
  await expect(row).toContainText('no price: refused');
  await row.getByRole('button', { name: 'Set the price of voyage-3' }).click();
  const pricing = page.getByRole('dialog', { name: 'Price of voyage-3' });
  await pricing.getByLabel('US dollars a million tokens').fill('0.06');
  await pricing.getByRole('button', { name: 'Set price' }).click();
  await expect(row).toContainText('$0.06');
  expect((await api.models.list.query()).find(({ id }) => id === 'voyage-3')).toMatchObject({
    tokenizer: 'unknown',
    shortenable: true,
    unitNorm: true,
    maxTokensPerInput: 32_000,
    maxInputs: 128,
    maxTokensPerRequest: 320_000,
    price: { nanoUsdPerToken: '60' },
  });
  await page.getByRole('button', { name: /Remove the price of voyage-3/ }).click();
  await page.getByRole('button', { name: 'Remove price' }).click();
  await expect(row).toContainText('no price: refused');
});

test('a rate limit is set, shows what is used and when to come back, and is removed', async ({ page }) => {
  const key = await stack().createKey('limited');
  await open(page, stack(), '/budgets');
  await page.getByRole('button', { name: 'New rate limit' }).click();
  const dialog = page.getByRole('dialog', { name: 'New rate limit' });
  await dialog.getByLabel('Limits').selectOption('A project');
  await dialog.getByLabel('At most').fill('1');
  await dialog.getByLabel('In any').selectOption('hour');
  await dialog.getByRole('button', { name: 'Set rate limit' }).click();
  const section = page.getByRole('region', { name: 'Rate limits' });
  await expect(section).toContainText('1 request in any hour');
  expect((await stack().embed(key, 'the only one')).status).toBe(200);
  expect((await stack().embed(key, 'one too many')).status).toBe(429);
  await expect(section).toContainText('full, room in');
  await section.getByRole('button', { name: /^Remove/ }).click();
  await page.getByRole('button', { name: 'Remove rate limit' }).click();
  await expect(section).toContainText('Nobody is limited');
});
