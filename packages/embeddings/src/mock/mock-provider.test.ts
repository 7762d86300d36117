import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProviderError } from '../errors/provider.ts';
import { type EmbeddingModel, findModel, MODELS } from '../models/catalogue.ts';
import { cosineSimilarity, inspectAnswer } from '../validator/index.ts';
import { createMockProvider } from './mock-provider.ts';

const small = findModel('text-embedding-3-small');
const provider = createMockProvider({
  countTokens: async (texts) => Uint32Array.from(texts, (text) => text.length),
});

async function embed(
  inputs: readonly string[],
  dimensions = small.dimensions,
  model: EmbeddingModel = small,
) {
  const answer = await provider.embed({
    model,
    dimensions,
    inputs,
    correlationId: 'test',
    attemptId: 'test',
    signal: new AbortController().signal,
  });
  return { ...answer, vectors: answer.vectors.map((vector) => vector!) };
}

const hashOf = (vector: Float32Array) =>
  createHash('sha256')
    .update(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength))
    .digest('hex');

const ODD_TEXTS = [
  ' ',
  '  ',
  '\n',
  '\t',
  '\0',
  'a',
  'A',
  'b',
  '1',
  '.',
  '中',
  '文',
  'ก',
  '🙂',
  '🙃',
  '👩‍👩‍👧',
  'é',
  'e\u0301',
  'ﬁ',
  'fi',
  '\u200b',
  '\ufeff',
  '\ufdfa',
  'İstanbul',
  '<|endoftext|>',
  'the',
  'the the',
  'a'.repeat(1_000_000),
  ' '.repeat(1_000_000),
  '中'.repeat(200_000),
];

describe('equal texts', () => {
  test('give equal vectors to the last bit, in whatever company', async () => {
    const alone = await embed(['the same text']);
    const { vectors } = await embed(['something else', 'the same text', ...ODD_TEXTS, 'the same text']);
    expect(hashOf(vectors[1]!)).toBe(hashOf(alone.vectors[0]!));
    expect(hashOf(vectors.at(-1)!)).toBe(hashOf(alone.vectors[0]!));
  });

  test('give equal vectors when calls take turns', async () => {
    const long = Array.from({ length: 12 }, (_, i) => `${i} `.repeat(20_000));
    const [first, second] = await Promise.all([embed(long), embed(long.toReversed())]);
    expect(second.vectors.toReversed().map(hashOf)).toEqual(first.vectors.map(hashOf));
  });

  test('give the vectors of every other process, platform and release', async () => {
    const texts = ['weighed before it is paid for', 'Straße', '称重', ' ', 'parseHttpRequest(url)'];
    const { vectors } = await embed(texts);
    expect(vectors.map((vector) => hashOf(vector).slice(0, 16))).toMatchInlineSnapshot(`
      [
        "166336db9c7ca9c0",
        "4bb25b8c9ffaa292",
        "09e1afde25531db4",
        "d8095acd99daaef4",
        "312a342befd1368d",
      ]
    `);
    const script = `
      import { createHash } from 'node:crypto';
      import { createMockProvider } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
      import { findModel } from ${JSON.stringify(new URL('../models/catalogue.ts', import.meta.url).href)};
      const { vectors } = await createMockProvider({ countTokens: async (texts) => new Uint32Array(texts.length).fill(1) }).embed({
        model: findModel('text-embedding-3-small'), dimensions: 1536, inputs: ${JSON.stringify(texts)},
        correlationId: '', attemptId: '', signal: new AbortController().signal,
      });
      for (const vector of vectors) console.log(createHash('sha256').update(new Uint8Array(vector.buffer)).digest('hex'));
    `;
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    });
    expect(printed.trim().split('\n')).toEqual(vectors.map(hashOf));
  });
});

describe('different texts', () => {
  test('give different vectors, however small the difference', async () => {
    const variants = [
      'Weigh the text',
      'weigh the text',
      'Weigh  the text',
      'Weigh the text ',
      'Weigh the text.',
      'Weigh the text!',
      'Weigh\nthe text',
      '称重文本',
      '称量文本',
      'text the Weigh',
    ];
    const { vectors } = await embed(variants);
    expect(new Set(vectors.map(hashOf)).size).toBe(variants.length);
    for (const [i, a] of vectors.entries()) {
      for (const b of vectors.slice(i + 1)) expect(cosineSimilarity(a, b)).toBeLessThan(0.9999);
    }
    expect(cosineSimilarity(vectors[0]!, vectors[3]!)).toBeGreaterThan(0.99);
  });

  test('of any content give different vectors', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), async (a, b) => {
        fc.pre(a !== b);
        const { vectors } = await embed([a, b], 64);
        expect(hashOf(vectors[0]!)).not.toBe(hashOf(vectors[1]!));
      }),
    );
  });

  test('give unrelated vectors by another model', async () => {
    const a = await embed(['one and the same sentence']);
    const b = await embed(['one and the same sentence'], 1536, findModel('text-embedding-ada-002'));
    expect(Math.abs(cosineSimilarity(a.vectors[0]!, b.vectors[0]!))).toBeLessThan(0.15);
  });
});

describe('every vector', () => {
  test('passes our own inspection without a finding, for every text and model', async () => {
    for (const model of MODELS) {
      const { vectors } = await embed(ODD_TEXTS, model.dimensions, model);
      const { findings } = inspectAnswer({ vectors, promise: model, anomalies: [] });
      expect(findings, model.id).toEqual([]);
    }
  });

  test('passes it at any number of dimensions', async () => {
    const dimensions = fc.oneof(
      fc.constantFrom(1, 2, 3, 15, 16, 31, 32, 64, 256, 512),
      fc.integer({ min: 1, max: 1536 }),
    );
    const texts = fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1 }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(texts, dimensions, async (inputs, dims) => {
        const { vectors } = await embed(inputs, dims);
        const { findings } = inspectAnswer({
          vectors,
          promise: { dimensions: dims, unitNorm: true },
          anomalies: [],
        });
        expect(findings).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('of a single character passes it at every number of dimensions', async () => {
    for (let dimensions = 1; dimensions <= 1536; dimensions += dimensions < 130 ? 1 : 37) {
      const { vectors } = await embed(['a', '中', '🙂', ' '], dimensions);
      const { findings } = inspectAnswer({ vectors, promise: { dimensions, unitNorm: true }, anomalies: [] });
      expect(findings, `${dimensions} dimensions`).toEqual([]);
    }
  });

  test('that is shortened is the beginning of the full one, at unit length', async () => {
    const full = (await embed(['a text to shorten'])).vectors[0]!;
    const short = (await embed(['a text to shorten'], 256)).vectors[0]!;
    const norm = Math.sqrt(full.subarray(0, 256).reduce((sum, value) => sum + value * value, 0));
    for (const [i, value] of short.entries()) expect(value).toBeCloseTo(full[i]! / norm, 6);
  });
});

describe('the provider', () => {
  test('meters the tokens it is given a counter for', async () => {
    const answer = await embed(['one', 'three'], 8);
    expect(answer).toMatchObject({
      meteredTokens: 8,
      model: small.id,
      anomalies: [],
      providerRequestId: undefined,
    });
  });

  test('is free, healthy and its own endpoint', async () => {
    expect(provider).toMatchObject({ id: 'mock', kind: 'mock', endpoint: 'mock', free: true });
    expect(await provider.probe(new AbortController().signal)).toMatchObject({ ok: true });
  });

  test('lets others run while it works on 2,048 inputs and on one long text', async () => {
    const chunk = 'Every text is weighed before it is paid for, and every vector is inspected. '.repeat(11);
    const inputs = Array.from({ length: 2048 }, (_, i) => `${i} ${chunk}`);
    inputs[1000] = chunk.repeat(1200);
    let done = false;
    let turns = 0;
    const others = (async () => {
      while (!done) {
        await setImmediate();
        turns++;
      }
    })();
    const started = performance.now();
    await embed(inputs);
    const elapsed = performance.now() - started;
    done = true;
    await others;
    expect(elapsed / turns).toBeLessThan(50);
  });

  test('stops when it is cancelled', async () => {
    const attempt = provider.embed({
      model: small,
      dimensions: 1536,
      inputs: ['never read'],
      correlationId: '',
      attemptId: '',
      signal: AbortSignal.abort(),
    });
    await expect(attempt).rejects.toThrow(ProviderError);
    await expect(attempt).rejects.toMatchObject({ billed: 'no' });
  });
});
