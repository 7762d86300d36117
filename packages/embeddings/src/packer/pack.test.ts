import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../errors/input.ts';
import type { ModelLimits } from '../models/catalogue.ts';
import { pack } from './pack.ts';
import { planBatches } from './plan.ts';

const OPENAI: ModelLimits = { maxInputs: 2048, maxTokensPerInput: 8192, maxTokensPerRequest: 300_000 };

/** First-fit-decreasing as the textbook has it: the number of requests, found by trying every open request in turn. */
function textbookFirstFitDecreasing(tokens: readonly number[], limits: ModelLimits): number {
  const requests: { inputs: number; tokens: number }[] = [];
  for (const count of tokens.toSorted((a, b) => b - a)) {
    const open = requests.find(
      (request) => request.inputs < limits.maxInputs && request.tokens + count <= limits.maxTokensPerRequest,
    );
    if (open) {
      open.inputs++;
      open.tokens += count;
    } else requests.push({ inputs: 1, tokens: count });
  }
  return requests.length;
}

function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function expectLegal(batches: number[][], tokens: ArrayLike<number>, limits: ModelLimits): void {
  const seen = new Uint8Array(tokens.length);
  for (const batch of batches) {
    expect(batch.length).toBeGreaterThan(0);
    expect(batch.length).toBeLessThanOrEqual(limits.maxInputs);
    let sum = 0;
    let previous = -1;
    for (const position of batch) {
      if (position <= previous) throw new Error('positions within a request must rise');
      previous = position;
      seen[position]!++;
      sum += tokens[position]!;
    }
    expect(sum).toBeLessThanOrEqual(limits.maxTokensPerRequest);
  }
  expect(seen.every((times) => times === 1)).toBe(true);
}

const limits = fc.record({
  maxInputs: fc.integer({ min: 1, max: 12 }),
  maxTokensPerInput: fc.constant(100),
  maxTokensPerRequest: fc.integer({ min: 100, max: 260 }),
});

describe('any inputs under any limits', () => {
  test('are packed once each, within the limits, in no more requests than first-fit-decreasing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 120 }), limits, (tokens, under) => {
        const batches = pack(Uint32Array.from(tokens), under);
        expectLegal(batches, tokens, under);
        expect(batches.length).toBeLessThanOrEqual(textbookFirstFitDecreasing(tokens, under));
      }),
      { numRuns: 500 },
    );
  });

  test('of two sizes, few long among many tiny, as well', () => {
    const sizes = fc.array(
      fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(97) }),
      {
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(sizes, limits, (tokens, under) => {
        const batches = pack(Uint32Array.from(tokens), under);
        expectLegal(batches, tokens, under);
        expect(batches.length).toBeLessThanOrEqual(textbookFirstFitDecreasing(tokens, under));
      }),
      { numRuns: 300 },
    );
  });

  test('are packed the same way each time, given as objects or as a typed array', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 80 }), limits, (tokens, under) => {
        const packed = pack(Uint32Array.from(tokens), under);
        expect(pack(Uint32Array.from(tokens), under)).toEqual(packed);
        expect(
          pack(
            tokens.map((count) => ({ tokens: count })),
            under,
          ),
        ).toEqual(packed);
      }),
      { numRuns: 100 },
    );
  });
});

describe('OpenAI’s limits', () => {
  const distributions: Record<string, (random: () => number, position: number, n: number) => number> = {
    'chunks of about 200 tokens': (random) => 150 + Math.floor(random() * 101),
    'chunks of 100 to 600 tokens': (random) => 100 + Math.floor(random() * 501),
    'short lines': (random) => 1 + Math.floor(random() * 20),
    'long-tailed lengths': (random) => Math.min(8192, Math.ceil(30 / (1 - random()) ** 0.8)),
    'tiny ones, then long ones': (random, i, n) =>
      i < n * 0.97 ? 1 + Math.floor(random() * 10) : 7000 + Math.floor(random() * 1193),
    'three in a hundred of 8,192 tokens': (random) =>
      random() < 0.03 ? 8192 : 1 + Math.floor(random() * 20),
    'both limits about to bind': (random) => 1 + Math.floor(random() * 292),
    'rising lengths': (_random, i, n) => 1 + Math.floor((i / n) * 8191),
  };

  for (const [name, draw] of Object.entries(distributions)) {
    test(`${name}: within 1 % of the bound, and no more than first-fit-decreasing`, () => {
      const n = 20_000;
      const random = uniform(n);
      const tokens = Uint32Array.from({ length: n }, (_, i) => draw(random, i, n));
      const batches = pack(tokens, OPENAI);
      expectLegal(batches, tokens, OPENAI);
      const sum = tokens.reduce((total, count) => total + count, 0);
      const bound = Math.max(Math.ceil(n / 2048), Math.ceil(sum / 300_000));
      expect(batches.length).toBeLessThanOrEqual(Math.floor(bound * 1.01));
      expect(batches.length).toBeLessThanOrEqual(textbookFirstFitDecreasing([...tokens], OPENAI));
    });
  }

  test('inputs of 8,192 tokens go out 36 to a request, which no packing beats', () => {
    const batches = pack(new Uint32Array(1000).fill(8192), OPENAI);
    expect(batches).toHaveLength(28);
  });

  test('mixing long and tiny inputs saves over a third of what their order alone would need', () => {
    const tokens = Uint32Array.from({ length: 20_840 }, (_, i) => (i < 20_480 ? 1 : 8192));
    expect(pack(tokens, OPENAI)).toHaveLength(11);
  });

  test('100,000 inputs are packed in well under a second, whatever their lengths', () => {
    for (const draw of Object.values(distributions)) {
      const random = uniform(1);
      const tokens = Uint32Array.from({ length: 100_000 }, (_, i) => draw(random, i, 100_000));
      const started = performance.now();
      pack(tokens, OPENAI);
      expect(performance.now() - started).toBeLessThan(500);
    }
  });
});

describe('order and balance', () => {
  test('inputs keep their order across requests where that costs no request', () => {
    const batches = pack(new Uint32Array(5000).fill(200), OPENAI);
    expect(batches.flat()).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  });

  test('requests are of about one size, so that none is left with a single input', () => {
    const sizes = pack(new Uint32Array(2049).fill(10), OPENAI).map((batch) => batch.length);
    expect(sizes).toHaveLength(2);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(2);
  });

  test('no inputs need no request', () => {
    expect(pack([], OPENAI)).toEqual([]);
  });
});

describe('what cannot be packed', () => {
  test('an input past the limit of one input is named', () => {
    const attempt = () => pack(Uint32Array.of(5, 8193, 9000), OPENAI);
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(expect.objectContaining({ code: 'INPUT_TOO_LONG', index: 1 }));
  });

  test('an input past the limit of one request is named too', () => {
    const attempt = () => pack(Uint32Array.of(5, 600), { ...OPENAI, maxTokensPerRequest: 512 });
    expect(attempt).toThrow(expect.objectContaining({ code: 'INPUT_TOO_LONG', index: 1 }));
  });

  test('counts and limits must be whole numbers', () => {
    expect(() => pack([{ tokens: 1.5 }], OPENAI)).toThrow(RangeError);
    expect(() => pack([{ tokens: -1 }], OPENAI)).toThrow(RangeError);
    expect(() => pack([{ tokens: Number.NaN }], OPENAI)).toThrow(RangeError);
    expect(() => pack([{ tokens: 1 }], { ...OPENAI, maxInputs: 0 })).toThrow(RangeError);
    expect(() => pack([{ tokens: 1 }], { ...OPENAI, maxTokensPerRequest: Number.NaN })).toThrow(RangeError);
  });
});

describe('a plan', () => {
  test('says how full its requests are and what single requests would have taken', () => {
    const plan = planBatches(new Uint32Array(15_000).fill(200), OPENAI);
    expect(plan).toMatchObject({
      requests: 10,
      fewestRequests: 10,
      inputs: 15_000,
      tokens: 3_000_000,
      singleRequests: 15_000,
      fill: 1,
    });
    expect(plan.requestsSaved).toBeCloseTo(1 - 10 / 15_000, 12);
    expect(plan.batches.flat()).toHaveLength(15_000);
  });

  test('measures fill by the limit that binds', () => {
    expect(planBatches(new Uint32Array(1024).fill(1), OPENAI).fill).toBe(0.5);
  });

  test('of nothing is empty', () => {
    expect(planBatches([], OPENAI)).toMatchObject({ requests: 0, fill: 0, requestsSaved: 0, batches: [] });
  });
});
