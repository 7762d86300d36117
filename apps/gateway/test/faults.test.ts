import { FAULT_KINDS, type FaultKind, type JournalEntry } from '@weighbridge/openai-stub';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { gatewayFor, QUICK, refusalOf, rowsOf, shared, stubFor } from './harness.ts';

const stub = shared((undo) => stubFor({}, undo));
const gateway = shared((undo) =>
  gatewayFor({ stub: stub(), retry: { ...QUICK, maxAttempts: 3, attemptTimeoutMs: 1500 } }, undo),
);

const MODEL = 'text-embedding-3-small';

/** How a call must end that meets a fault again and again; null where the fault does no harm. */
const ENDS: Record<FaultKind, string | null> = {
  rate_limit: 'PROVIDER_RATE_LIMITED',
  insufficient_quota: 'PROVIDER_QUOTA_EXHAUSTED',
  server_error: 'PROVIDER_UNAVAILABLE',
  overloaded: 'PROVIDER_UNAVAILABLE',
  unauthorized: 'PROVIDER_UNAUTHORIZED',
  bad_request: 'PROVIDER_REJECTED',
  proxy_502: 'PROVIDER_UNAVAILABLE',
  proxy_504: 'PROVIDER_UNAVAILABLE',
  hang: 'PROVIDER_TIMEOUT',
  slow: null,
  reset_before: 'PROVIDER_CONNECTION_LOST',
  reset_after: 'PROVIDER_CONNECTION_LOST',
  truncated: 'PROVIDER_CONNECTION_LOST',
  not_json: 'PROVIDER_BAD_ANSWER',
  wrong_dimensions: 'UNSOUND_VECTORS',
  nan: 'UNSOUND_VECTORS',
  infinity: 'UNSOUND_VECTORS',
  zero_vector: 'UNSOUND_VECTORS',
  mostly_zero: 'UNSOUND_VECTORS',
  constant_vector: 'UNSOUND_VECTORS',
  repeated_values: 'UNSOUND_VECTORS',
  wrong_norm: 'UNSOUND_VECTORS',
  shuffled: null,
  missing_index: 'UNSOUND_VECTORS',
  duplicate_index: 'UNSOUND_VECTORS',
  wrong_index: 'UNSOUND_VECTORS',
  wrong_usage: null,
  missing_usage: null,
  wrong_model: 'UNSOUND_VECTORS',
};

/** What the provider itself says of the texts, under a correlation id of its own. */
async function truth(input: string[]): Promise<Float32Array[]> {
  const direct = new OpenAI({ apiKey: 'sk-direct', baseURL: stub().baseUrl });
  const { data } = await direct.embeddings.create({ model: MODEL, input });
  return data.map(({ embedding }) => Float32Array.from(embedding));
}

const sum = (amounts: string[]) => amounts.reduce((total, amount) => total + BigInt(amount), 0n);

/** Compares the ledger with what was truly billed, attempt by attempt. */
async function expectHonestLedger(correlationId: string): Promise<void> {
  await stub().idle();
  const { items } = await gateway().admin.spend.ledger.query({ correlationId });
  const attempts = items.filter(({ kind }) => kind === 'attempt');
  const journal = stub()
    .journal.entries()
    .filter(({ clientRequestId }) => clientRequestId === correlationId);
  expect(attempts).toHaveLength(journal.length);
  expect(attempts.every(({ state }) => state !== 'held')).toBe(true);

  const entries = new Map<string, JournalEntry>(journal.map((entry) => [entry.requestId, entry]));
  const settled = attempts.filter(({ state }) => state === 'settled');
  for (const line of settled) {
    const entry = entries.get(line.providerRequestId ?? '');
    expect(entry).toMatchObject({ billed: true, billedTokens: line.settledTokens });
    expect(entry?.billedNanoUsd).toBe(line.settledNanoUsd);
    entries.delete(line.providerRequestId ?? '');
  }
  // What is left was released, and then certainly not billed, or is uncertain, and then fully counted.
  const uncertain = attempts.filter(({ state }) => state === 'uncertain');
  for (const line of uncertain) expect(line.errorCode).toMatch(/^PROVIDER_/);
  const unaccounted = [...entries.values()];
  expect(unaccounted.filter(({ billed }) => billed).length).toBeLessThanOrEqual(uncertain.length);
  const billed = sum(unaccounted.map(({ billedNanoUsd }) => billedNanoUsd));
  expect(billed <= sum(uncertain.map(({ heldNanoUsd }) => heldNanoUsd))).toBe(true);
}

it('says of how many vectors a call failed, and names each', async () => {
  const { admin } = gateway();
  const correlationId = 'all-of-them';
  const inputs = ['one', 'two', 'three'].map((text) => `${correlationId} ${text}`);
  stub().faults.always('zero_vector', { match: { clientRequestId: correlationId } });
  const refusal = await refusalOf(admin.embeddings.embed.mutate({ inputs, correlationId }));
  stub().faults.clear();
  expect(refusal.message).toMatch(/^3 vectors .* \(the first: input 0: .*[^.]\)\. They were not returned/);
  expect(refusal.facts).toMatchObject({
    items: [{ index: 0 }, { index: 1 }, { index: 2 }],
    completed: 0,
    failed: 3,
  });
});

describe.each(FAULT_KINDS)('%s', (kind) => {
  const options = kind === 'slow' ? { delayMs: 20 } : {};

  it('once: the answer is sound, and the ledger is the bill', async () => {
    const { admin } = gateway();
    const correlationId = `once-${kind}`;
    const inputs = ['one', 'two', 'three'].map((text) => `${correlationId} ${text}`);
    stub().faults.next(kind, { ...options, match: { clientRequestId: correlationId } });
    const call = admin.embeddings.embed.mutate({ inputs, correlationId });
    const permanent = [
      'PROVIDER_QUOTA_EXHAUSTED',
      'PROVIDER_UNAUTHORIZED',
      'PROVIDER_REJECTED',
      'PROVIDER_BAD_ANSWER',
    ];
    if (permanent.includes(ENDS[kind] ?? '')) {
      expect((await refusalOf(call)).code).toBe(ENDS[kind]);
    } else {
      expect(rowsOf(await call)).toEqual(await truth(inputs));
    }
    await expectHonestLedger(correlationId);
  });

  it('always: a typed error, nothing unsound is returned or kept, and the ledger is the bill', async () => {
    const { admin } = gateway();
    const correlationId = `always-${kind}`;
    const inputs = ['one', 'two', 'three'].map((text) => `${correlationId} ${text}`);
    stub().faults.always(kind, { ...options, match: { clientRequestId: correlationId } });
    const call = admin.embeddings.embed.mutate({ inputs, correlationId });
    const expected = ENDS[kind];
    if (expected === null) {
      expect(rowsOf(await call)).toEqual(await truth(inputs));
    } else {
      const refusal = await refusalOf(call);
      expect(refusal.code).toBe(expected);
      expect(refusal.facts.completed).toBe(3 - Number(refusal.facts.failed));
    }
    stub().faults.clear();
    await expectHonestLedger(correlationId);
    // Whatever was kept meanwhile is given back now.
    const again = await admin.embeddings.embed.mutate({ inputs });
    expect(rowsOf(again)).toEqual(await truth(inputs));
  });
});

describe('failures', () => {
  it('are reported item by item when asked, and what succeeded is kept', async () => {
    const { admin } = gateway();
    const correlationId = 'partial';
    const inputs = ['sound one', 'spoilt', 'sound two'];
    stub().faults.always('nan', { itemsContaining: 'spoilt', match: { clientRequestId: correlationId } });
    const answer = await admin.embeddings.embed.mutate({ inputs, correlationId, partial: true });
    stub().faults.clear();
    expect(answer).toMatchObject({ failed: 1, count: 3 });
    expect(answer.items.map(({ error }) => error?.code ?? null)).toEqual([null, 'UNSOUND_VECTORS', null]);
    const rows = rowsOf(answer);
    const [one, , two] = await truth(inputs);
    expect([rows[0], rows[2]]).toEqual([one, two]);
    expect(rows[1]!.every(Number.isNaN)).toBe(true);
    const floats = await admin.embeddings.embed.mutate({ inputs, encoding: 'float', dimensions: 1536 });
    expect(floats.cachedInputs).toBe(2);

    const { items } = await admin.quality.failures.query({ code: 'NOT_FINITE', limit: 1 });
    expect(items[0]).toMatchObject({ severity: 'error', index: 1, correlationId, provider: 'openai' });
    const summary = await admin.quality.summary.query({});
    expect(summary.failed).toBeGreaterThan(0);
    expect(summary.byCode.map(({ code }) => code)).toContain('NOT_FINITE');
  });

  it('that may have been billed are counted and shown as uncertain', async () => {
    const { admin } = gateway();
    await admin.projects.create.mutate({ name: 'uncertain' });
    await admin.budgets.create.mutate({ scope: 'project:uncertain', window: 'total', limitUsd: '1' });
    stub().faults.next('reset_after', { match: { clientRequestId: 'lost' } });
    const answer = await admin.embeddings.embed.mutate({
      inputs: ['lost and found'],
      project: 'uncertain',
      correlationId: 'lost',
    });
    const cost = BigInt(answer.costNanoUsd);
    expect(cost).toBeGreaterThan(0n);
    const budget = (await admin.budgets.list.query()).find(({ scope }) => scope === 'project:uncertain');
    expect(budget).toMatchObject({
      settledNanoUsd: `${cost}`,
      uncertainNanoUsd: `${cost}`,
      heldNanoUsd: '0',
    });
    const { today } = await admin.spend.summary.query({ project: 'uncertain' });
    expect(today).toMatchObject({
      settledNanoUsd: `${cost}`,
      uncertainNanoUsd: `${cost}`,
      failedAttempts: 1,
    });
    const metrics = await (await fetch(`${gateway().url}/metrics`)).text();
    expect(metrics).toMatch(/^weighbridge_uncertain_usd\{\S+\} (?!0$)/m);
  });

  it('leave no text and no key in the log', () => {
    const text = gateway().log.text();
    for (const word of ['lost and found', 'spoilt', 'once-nan two', 'sk-direct'])
      expect(text).not.toContain(word);
  });
});
