import { expect, it } from 'vitest';
import { gatewayFor, QUICK, shared, stubFor } from './harness.ts';

/** The figures that every view of the ledger shows in some form. */
interface Figures {
  settledNanoUsd: bigint;
  heldNanoUsd: bigint;
  uncertainNanoUsd: bigint;
  settledTokens: bigint;
  requests: bigint;
  failedAttempts: bigint;
  freeWouldHaveNanoUsd: bigint;
  recalledNanoUsd: bigint;
  deduplicatedNanoUsd: bigint;
}

const NAMES = [
  'settledNanoUsd',
  'heldNanoUsd',
  'uncertainNanoUsd',
  'settledTokens',
  'requests',
  'failedAttempts',
  'freeWouldHaveNanoUsd',
  'recalledNanoUsd',
  'deduplicatedNanoUsd',
] as const satisfies (keyof Figures)[];

function sum(parts: readonly Record<(typeof NAMES)[number], bigint | number | string>[]): Figures {
  const total = (name: keyof Figures) => parts.reduce((whole, part) => whole + BigInt(part[name]), 0n);
  return Object.fromEntries(NAMES.map((name) => [name, total(name)])) as unknown as Figures;
}

/** Two projects, paid, repeated and remembered texts, a rate limit, a lost answer, a refused one, and some of the mock's. */
const run = shared(async (undo) => {
  const stub = await stubFor({}, undo);
  const gateway = await gatewayFor({ stub, retry: QUICK }, undo);
  const { admin } = gateway;
  await admin.projects.create.mutate({ name: 'Search', id: 'search' });
  const callers = [
    gateway.as(await gateway.key('one')),
    gateway.as(await gateway.key('two', 'search')),
  ] as const;
  const embed = (who: 0 | 1, inputs: string[], tags: string[] = []) =>
    callers[who].embeddings.embed.mutate({ inputs, tags, model: 'text-embedding-3-small' });
  await embed(0, ['a first text', 'another', 'another'], ['nightly']);
  await embed(0, ['a first text', 'a new one']);
  stub.faults.next('rate_limit');
  await embed(1, ['tried twice'], ['nightly', 'team:a']);
  stub.faults.next('reset_after', { times: 2 });
  await embed(1, ['lost on its way']).catch(() => undefined);
  stub.faults.next('nan', { times: 2 });
  await embed(0, ['broken twice']).catch(() => undefined);
  await callers[1].embeddings.embed.mutate({ inputs: ['a large one'], model: 'text-embedding-3-large' });
  await admin.providers.setMode.mutate({ mode: 'mock' });
  await embed(1, ['free of charge'], ['nightly']);
  return gateway;
});

/** From the lines of an export alone, by what each state and kind means. */
function fromLines(lines: Record<string, string | number | null>[]): Figures {
  const nano = (line: (typeof lines)[number], name: string) => BigInt(line[name] ?? 0);
  const attempts = lines.filter(({ kind }) => kind === 'attempt');
  const inState = (...states: string[]) => attempts.filter(({ state }) => states.includes(String(state)));
  const add = (some: typeof lines, name: string) =>
    some.reduce((total, line) => total + nano(line, name), 0n);
  const wouldHave = (kind: string) =>
    add(
      lines.filter((line) => line.kind === kind),
      'wouldHaveNanoUsd',
    );
  return {
    settledNanoUsd: add(inState('settled'), 'settledNanoUsd'),
    heldNanoUsd: add(inState('held'), 'heldNanoUsd'),
    uncertainNanoUsd: add(inState('uncertain'), 'heldNanoUsd'),
    settledTokens: add(inState('settled'), 'settledTokens'),
    requests: BigInt(inState('settled', 'uncertain').length),
    failedAttempts: BigInt(
      inState('released', 'uncertain').length + inState('settled').filter((line) => line.errorCode).length,
    ),
    freeWouldHaveNanoUsd: wouldHave('free'),
    recalledNanoUsd: wouldHave('recalled'),
    deduplicatedNanoUsd: wouldHave('deduplicated'),
  };
}

const CSV_NAMES: Readonly<Record<string, string>> = {
  kind: 'kind',
  state: 'state',
  error_code: 'errorCode',
  held_nano_usd: 'heldNanoUsd',
  settled_tokens: 'settledTokens',
  settled_nano_usd: 'settledNanoUsd',
  would_have_nano_usd: 'wouldHaveNanoUsd',
};

function parseCsv(text: string): Record<string, string>[] {
  const [header = '', ...records] = text.trimEnd().split('\r\n');
  const columns = header.split(',').map((name) => CSV_NAMES[name]);
  return records.map((record) => {
    const fields = record.split(',');
    return Object.fromEntries(
      columns.flatMap((name, index) => (name === undefined ? [] : [[name, fields[index] ?? '']])),
    );
  });
}

it.each([
  ['everything', {}],
  ['a project', { project: 'search' }],
  ['a tag', { tag: 'nightly' }],
  ['a model of a provider', { provider: 'openai', model: 'text-embedding-3-small' }],
])('summary, series, breakdowns, ledger and both exports agree on %s', async (_, filter: object) => {
  const { admin, url, cliToken } = run();
  const { month } = await admin.spend.summary.query(filter);
  const whole = sum([month]);
  const range = { ...filter, from: month.from, to: month.to };
  for (const granularity of ['hour', 'day', 'week', 'month'] as const) {
    const zone = granularity === 'hour' ? {} : { timeZone: 'Asia/Kolkata' };
    // A week and a month of another zone reach beyond this one; nothing lies there.
    const { buckets } = await admin.spend.series.query({ ...range, granularity, ...zone });
    expect([granularity, sum(buckets)]).toEqual([granularity, whole]);
  }
  for (const by of ['project', 'provider', 'model', 'key', 'tag'] as const) {
    const { total, shares, others } = await admin.spend.breakdown.query({ ...range, by, top: 1 });
    expect([by, sum([total])]).toEqual([by, whole]);
    if (by !== 'tag') expect([by, sum([...shares, ...(others ? [others] : [])])]).toEqual([by, whole]);
  }
  const { items } = await admin.spend.ledger.query({ ...range, order: 'newest', limit: 1000 });
  expect(fromLines(items.map(({ tags: _tags, ...line }) => line))).toEqual(whole);
  const get = async (format: string) => {
    const query = new URLSearchParams({ ...range, format });
    const answer = await fetch(`${url}/export/ledger?${query}`, {
      headers: { authorization: `Bearer ${cliToken}` },
    });
    return answer.text();
  };
  expect(fromLines(parseCsv(await get('csv')))).toEqual(whole);
  const lines = (await get('jsonl')).trimEnd().split('\n');
  expect(fromLines(lines.map((line) => JSON.parse(line)))).toEqual(whole);
});

it('the metrics say the same by project, provider and model', async () => {
  const { admin, url } = run();
  const text = await (await fetch(`${url}/metrics`)).text();
  const metric = (name: string, labels: Record<string, string>) =>
    [...text.matchAll(new RegExp(`^${name}\\{(.*)\\} (\\S+)$`, 'gm'))]
      .filter(([, found = '']) =>
        Object.entries(labels).every(([label, value]) => found.includes(`${label}="${value}"`)),
      )
      .reduce((total, [, , value]) => total + Number(value), 0);
  const { month } = await admin.spend.summary.query({});
  const parts: [Record<string, string>, typeof month][] = [[{}, month]];
  for (const by of ['project', 'provider', 'model'] as const) {
    const { shares } = await admin.spend.breakdown.query({ by });
    for (const { value, ...share } of shares) parts.push([{ [by]: String(value) }, { ...month, ...share }]);
  }
  expect(parts.length).toBeGreaterThan(6);
  for (const [labels, totals] of parts) {
    const said = {
      cost: metric('weighbridge_cost_nano_usd_total', labels),
      uncertain: Math.round(metric('weighbridge_uncertain_usd', labels) * 1e9),
      held: Math.round(metric('weighbridge_held_usd', labels) * 1e9),
      tokens: metric('weighbridge_tokens_total', { ...labels, how: 'paid' }),
      requests: metric('weighbridge_requests_total', labels),
      failed: metric('weighbridge_failed_attempts_total', labels),
      free: Math.round(metric('weighbridge_saved_usd_total', { ...labels, by: 'free' }) * 1e9),
      cache: Math.round(metric('weighbridge_saved_usd_total', { ...labels, by: 'cache' }) * 1e9),
    };
    expect({ labels, ...said }).toEqual({
      labels,
      cost: Number(totals.settledNanoUsd),
      uncertain: Number(totals.uncertainNanoUsd),
      held: Number(totals.heldNanoUsd),
      tokens: totals.settledTokens,
      requests: totals.requests,
      failed: totals.failedAttempts,
      free: Number(totals.freeWouldHaveNanoUsd),
      cache: Number(totals.recalledNanoUsd),
    });
  }
});

it('had something of everything to agree on', async () => {
  const { month } = await run().admin.spend.summary.query({});
  const { heldNanoUsd, ...figures } = sum([month]);
  expect(heldNanoUsd).toBe(0n);
  for (const [name, figure] of Object.entries(figures)) expect([name, figure > 0n]).toEqual([name, true]);
});
