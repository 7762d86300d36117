import { FAULT_KINDS, type FaultKind, type Stub, startStub } from '@weighbridge/openai-stub';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ProviderError } from '../../errors/provider.ts';
import { findModel } from '../../models/catalogue.ts';
import { otherModel } from '../../models/other-model.ts';
import { cosineSimilarity, inspectAnswer } from '../../validator/index.ts';
import type { EmbeddingProvider, ProviderAnswer } from '../provider.ts';
import { createOpenAiProvider } from './openai-provider.ts';

const model = findModel('text-embedding-3-small');
const TEXTS = ['weigh', 'before you pay', 'and look', 'before you let it through'];

let stub: Stub;
let provider: EmbeddingProvider;
let impatient: EmbeddingProvider;

beforeAll(async () => {
  stub = await startStub({ apiKeys: ['sk-stub'] });
  provider = createOpenAiProvider({ apiKey: 'sk-stub', baseUrl: stub.baseUrl, timeoutMs: 20_000 });
  impatient = createOpenAiProvider({ apiKey: 'sk-stub', baseUrl: stub.baseUrl, timeoutMs: 300 });
});
afterEach(() => stub.faults.clear());
afterAll(() => stub.close());

const embed = (
  inputs: readonly string[] = TEXTS,
  dimensions = model.dimensions,
  by = provider,
): Promise<ProviderAnswer> =>
  by.embed({
    model,
    dimensions,
    inputs,
    correlationId: 'corr',
    attemptId: 'att',
    signal: new AbortController().signal,
  });

/** What one attempt came to, beside what the stub says it billed for it. */
async function attemptUnder(kind: FaultKind) {
  const before = stub.stats().billedTokens;
  stub.faults.next(kind);
  const by = kind === 'hang' || kind === 'slow' ? impatient : provider;
  const outcome = await embed(TEXTS, model.dimensions, by).then(
    (answer) => ({ answer, error: undefined }),
    (error: unknown) => ({ answer: undefined, error: error as ProviderError }),
  );
  await stub.idle();
  return { ...outcome, billedTokens: stub.stats().billedTokens - before };
}

/** What each fault must come to. `sound`: nothing to find; a code: what the inspector says of every spoilt item. */
const EXPECTED: Record<FaultKind, { error: string } | { finding: string; items: number[] } | 'sound'> = {
  rate_limit: { error: 'PROVIDER_RATE_LIMITED' },
  insufficient_quota: { error: 'PROVIDER_QUOTA_EXHAUSTED' },
  server_error: { error: 'PROVIDER_UNAVAILABLE' },
  overloaded: { error: 'PROVIDER_UNAVAILABLE' },
  unauthorized: { error: 'PROVIDER_UNAUTHORIZED' },
  bad_request: { error: 'PROVIDER_REJECTED' },
  proxy_502: { error: 'PROVIDER_UNAVAILABLE' },
  proxy_504: { error: 'PROVIDER_UNAVAILABLE' },
  hang: { error: 'PROVIDER_TIMEOUT' },
  slow: { error: 'PROVIDER_TIMEOUT' },
  reset_before: { error: 'PROVIDER_CONNECTION_LOST' },
  reset_after: { error: 'PROVIDER_CONNECTION_LOST' },
  truncated: { error: 'PROVIDER_CONNECTION_LOST' },
  not_json: { error: 'PROVIDER_BAD_ANSWER' },
  wrong_dimensions: { finding: 'WRONG_DIMENSIONS', items: [0, 1, 2, 3] },
  nan: { finding: 'NOT_FINITE', items: [0, 1, 2, 3] },
  infinity: { finding: 'NOT_FINITE', items: [0, 1, 2, 3] },
  zero_vector: { finding: 'ALL_ZERO', items: [0, 1, 2, 3] },
  mostly_zero: { finding: 'MOSTLY_ZERO', items: [0, 1, 2, 3] },
  constant_vector: { finding: 'SAME_VECTOR', items: [0, 1, 2, 3] },
  repeated_values: { finding: 'REPEATED_VALUES', items: [0, 1, 2, 3] },
  wrong_norm: { finding: 'NORM_OUT_OF_RANGE', items: [0, 1, 2, 3] },
  shuffled: 'sound',
  missing_index: { finding: 'MISSING_VECTOR', items: [0] },
  duplicate_index: { finding: 'DUPLICATE_INDEX', items: [1] },
  wrong_index: { finding: 'INDEX_OUT_OF_RANGE', items: [0] },
  wrong_usage: 'sound',
  missing_usage: 'sound',
  wrong_model: { finding: 'OTHER_MODEL', items: [0, 1, 2, 3] },
};

describe('every way in which the stand-in fails', () => {
  test.each(FAULT_KINDS)(
    '%s is told apart, and never taken for unbilled when it was billed',
    async (kind) => {
      const expected = EXPECTED[kind];
      const { answer, error, billedTokens } = await attemptUnder(kind);
      if (error) {
        expect(error).toBeInstanceOf(ProviderError);
        expect(expected).toEqual({ error: error.code });
        if (error.billed === 'no') expect(billedTokens).toBe(0);
        if (billedTokens > 0) expect(error.billed).toBe('unknown');
        return;
      }
      expect(answer.meteredTokens).toBe(kind === 'missing_usage' ? undefined : billedTokens);
      const { items } = inspectAnswer({
        vectors: answer.vectors,
        promise: { dimensions: model.dimensions, unitNorm: true },
        anomalies: answer.anomalies,
        otherModel: otherModel(model.id, answer.model),
      });
      const failed = items.flatMap((item, index) =>
        item.ok ? [] : [{ index, codes: item.findings.map((f) => f.code) }],
      );
      if (expected === 'sound') expect(failed).toEqual([]);
      else if ('finding' in expected) {
        for (const index of expected.items) {
          expect(failed.find((item) => item.index === index)?.codes).toContain(expected.finding);
        }
      } else expect.unreachable(`${kind} should have failed`);
    },
  );
});

describe('a sound answer', () => {
  test('meters to the token what the stand-in billed, and passes inspection', async () => {
    const before = stub.stats().billedTokens;
    const texts = Array.from({ length: 300 }, (_, i) => `chunk ${i}: ${'so many words '.repeat(i % 9)}`);
    const answer = await embed(texts);
    expect(answer.meteredTokens).toBe(stub.stats().billedTokens - before);
    expect(answer.providerRequestId).toMatch(/^req_/);
    expect(answer.model).toBe(model.id);
    const { findings } = inspectAnswer({
      vectors: answer.vectors,
      promise: model,
      anomalies: answer.anomalies,
    });
    expect(findings).toEqual([]);
  });

  test('belongs to its texts, also when the list comes shuffled', async () => {
    const straight = await embed();
    stub.faults.next('shuffled');
    const shuffled = await embed();
    expect(shuffled.vectors).toEqual(straight.vectors);
  });

  test('is shortened where fewer dimensions are asked for', async () => {
    const [full] = (await embed(['one'])).vectors;
    const [short] = (await embed(['one'], 256)).vectors;
    expect(short).toHaveLength(256);
    expect(cosineSimilarity(short!, full!.slice(0, 256))).toBeCloseTo(1, 6);
  });
});

describe('a probe', () => {
  test('is healthy with the right key and costs nothing', async () => {
    const before = stub.stats().billedTokens;
    expect(await provider.probe(new AbortController().signal)).toMatchObject({ ok: true });
    expect(stub.stats().billedTokens).toBe(before);
  });

  test('is not healthy with another key', async () => {
    const other = createOpenAiProvider({ apiKey: 'sk-other', baseUrl: stub.baseUrl, timeoutMs: 20_000 });
    expect(await other.probe(new AbortController().signal)).toMatchObject({
      ok: false,
      code: 'PROVIDER_UNAUTHORIZED',
    });
  });
});
