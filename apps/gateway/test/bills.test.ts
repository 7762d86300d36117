import { expect, it } from 'vitest';
import { costsExport, usageCsv, usageExport } from './exports-of-openai.ts';
import { gatewayFor, QUICK, refusalOf, shared, stubFor } from './harness.ts';

const SMALL = 'text-embedding-3-small';
const stub = shared((undo) => stubFor({}, undo));
const gateway = shared((undo) =>
  gatewayFor({ stub: stub(), retry: { ...QUICK, maxAttempts: 1, attemptTimeoutMs: 2000 } }, undo),
);

const bring = (content: unknown, fileName = 'usage.json') =>
  gateway().admin.bills.import.mutate({
    fileName,
    text: typeof content === 'string' ? content : JSON.stringify(content),
  });
const entries = () => stub().journal.entries();
const compare = () => gateway().admin.bills.compare.query({});

it('finds in the bill what became of each uncertain attempt, and then agrees to the last token', async () => {
  const { admin } = gateway();
  const embed = (model: string, ...inputs: string[]) =>
    admin.embeddings.embed.mutate({ inputs, model, partial: true });
  await embed(SMALL, 'a truck', 'another truck with a trailer');
  await embed('text-embedding-ada-002', 'an old truck');
  // Billed, and lost on the way back; then lost before it was read. The ledger cannot tell them apart.
  stub().faults.next('reset_after');
  await embed(SMALL, 'weighed, paid for and never seen again');
  stub().faults.next('reset_before');
  await embed(SMALL, 'short');
  stub().faults.next('truncated');
  await embed(SMALL, 'cut off in the middle of the answer, and billed all the same');
  await stub().idle();

  const { items } = await admin.spend.ledger.query({ state: 'uncertain' });
  expect(items).toHaveLength(3);
  const billedIds = new Set(
    entries().flatMap((entry) => (entry.billed ? (entry.correlation['x-weighbridge-attempt'] ?? []) : [])),
  );

  const imported = await bring(usageExport(entries()));
  expect(imported).toMatchObject({
    format: 'usage_json',
    unchanged: false,
    import: { kind: 'usage', lines: 2 },
  });
  const { rows, warnings } = await compare();
  // The stub stands in for the official API here, and the ledger knows that it is none.
  const endpoint = new URL(stub().baseUrl).host;
  expect(warnings).toMatchObject([
    { code: 'OTHER_ENDPOINT', facts: { endpoint, hours: expect.any(Number), days: [rows[0]?.day] } },
    { code: 'BASE_URL_NOT_OFFICIAL', facts: { baseUrl: stub().baseUrl } },
  ]);
  expect(warnings[0]?.message).toContain(
    `answered at ${endpoint}, not at the official API, on ${rows[0]?.day}`,
  );
  const row = rows.find(({ model }) => model === SMALL);
  expect(row).toMatchObject({ verdict: 'explained', uncertain: { attempts: 3 }, bill: { nanoUsd: null } });
  expect(new Set(row?.found?.billed)).toEqual(
    new Set(items.map(({ id }) => id).filter((id) => billedIds.has(id))),
  );
  expect(row?.found?.billed).toHaveLength(2);
  expect(rows.find(({ model }) => model === 'text-embedding-ada-002')).toMatchObject({ verdict: 'agrees' });

  const { billed = [], notBilled = [] } = row?.found ?? {};
  const effects = await admin.uncertain.effects.query({ ids: billed });
  expect(effects).toMatchObject({ attempts: 2, tokens: row?.difference.tokens });
  await admin.uncertain.resolveMany.mutate({ ids: billed, as: 'billed', reason: 'in the usage export' });
  await admin.uncertain.resolveMany.mutate({ ids: notBilled, as: 'not_billed' });

  await bring(costsExport(entries()), 'costs.json');
  const after = await compare();
  expect(after.totals).toMatchObject({
    agrees: 2,
    explained: 0,
    differs: 0,
    difference: { requests: 0, tokens: 0 },
    uncertain: { attempts: 0 },
  });
  const truth = stub().journal.summary();
  expect(after.totals.bill.tokens).toBe(truth.billedTokens);
  expect(after.totals.ledger.nanoUsd).toBe(truth.billedNanoUsd.toString());
  expect(after.totals.bill.nanoUsd).toBe(truth.billedNanoUsd.toString());
});

it('imports the same days again without counting them twice', async () => {
  const { admin } = gateway();
  const before = await compare();
  expect(await bring(usageExport(entries()))).toMatchObject({ unchanged: true });
  // The same in another form.
  expect(await bring(usageCsv(entries()), 'usage.csv')).toMatchObject({
    format: 'usage_csv',
    unchanged: true,
  });
  expect(await compare()).toEqual(before);
  // A bill that grew takes the old one's place.
  const more = usageExport(entries());
  for (const { results } of more.data) for (const result of results) result.input_tokens += 1000;
  expect(await bring(more)).toMatchObject({ unchanged: false, replaced: 1 });
  const grown = await compare();
  expect(grown.totals).toMatchObject({ differs: 2, agrees: 0 });
  const imports = await admin.bills.imports.query();
  expect(imports.map(({ kind }) => kind).sort()).toEqual(['costs', 'usage']);
  for (const { id } of imports) await admin.bills.remove.mutate({ id, reason: 'of another organisation' });
  expect(await compare()).toMatchObject({ from: null, rows: [] });
});

it('refuses what is no export, keeps nothing of it, and asks for an administrator', async () => {
  const { admin, as, key } = gateway();
  const refusal = await refusalOf(bring('start_time,model,input_tokens\n1,x,many\n', 'broken.csv'));
  expect(refusal).toMatchObject({
    code: 'INVALID_BILL',
    status: 400,
    facts: { line: 2, field: 'start_time' },
  });
  expect(await admin.bills.imports.query()).toEqual([]);
  const client = as(await key('no admin'));
  expect((await refusalOf(client.bills.import.mutate({ fileName: 'x', text: '{}' }))).code).toBe(
    'ADMIN_ONLY',
  );
});
