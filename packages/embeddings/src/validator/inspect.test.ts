import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnswerAnomaly } from '../providers/provider.ts';
import { inspectAnswer } from './inspect.ts';

const small = { dimensions: 1536, unitNorm: true };

/** Uniform numbers in [0, 1), the same for the same seed. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function normalised(values: Float32Array): Float32Array {
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return values.map((value) => value / norm);
}

function soundVector(dimensions: number, seed: number): Float32Array {
  const random = uniform(seed);
  return normalised(
    new Float32Array(dimensions).map(
      () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
    ),
  );
}

function inspectOne(
  vector: Float32Array | undefined,
  promise = { ...small, dimensions: vector?.length ?? 1 },
) {
  const { items } = inspectAnswer({ vectors: [vector], promise, anomalies: [] });
  const [item] = items;
  if (!item) throw new Error('an item was expected');
  return item;
}

function codesOf(item: ReturnType<typeof inspectOne>): string[] {
  return (item.ok ? item.warnings : item.findings).map((finding) => `${finding.severity} ${finding.code}`);
}

describe('sound vectors', () => {
  test('of every number of dimensions pass without a finding', () => {
    for (let dimensions = 1; dimensions <= 3072; dimensions++) {
      const vectors = [soundVector(dimensions, dimensions)];
      const { findings } = inspectAnswer({ vectors, promise: { dimensions, unitNorm: true }, anomalies: [] });
      expect(findings, `${dimensions} dimensions`).toEqual([]);
    }
  });

  test('of any dimensions, many to an answer, are never refused', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3072 }),
        fc.nat(),
        fc.integer({ min: 1, max: 40 }),
        (dimensions, seed, n) => {
          const vectors = Array.from({ length: n }, (_, i) => soundVector(dimensions, seed + i * 7919));
          const { items } = inspectAnswer({
            vectors,
            promise: { dimensions, unitNorm: true },
            anomalies: [],
          });
          return items.every((item) => item.ok);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a full answer of 2,048 different vectors has no twins', () => {
    const vectors = Array.from({ length: 2048 }, (_, i) => soundVector(256, i));
    expect(
      inspectAnswer({ vectors, promise: { dimensions: 256, unitNorm: true }, anomalies: [] }).findings,
    ).toEqual([]);
  });

  test('a unit vector of one dimension is 1 or -1, also twice in an answer', () => {
    const vectors = [Float32Array.of(1), Float32Array.of(-1), Float32Array.of(1)];
    expect(
      inspectAnswer({ vectors, promise: { dimensions: 1, unitNorm: true }, anomalies: [] }).findings,
    ).toEqual([]);
  });

  test('of float16, bfloat16 and int8 precision pass, int8 at 3,072 dimensions with a warning at most', () => {
    const full = soundVector(3072, 5);
    const half = new Float32Array(new Float16Array(full));
    const brain = new Float32Array(full);
    const bits = new Uint32Array(brain.buffer);
    bits.forEach((value, i) => {
      bits[i] = value & 0xffff0000;
    });
    const largest = full.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const byte = full.map((value) => Math.round((value / largest) * 127) / 127);
    expect(codesOf(inspectOne(normalised(half)))).toEqual([]);
    expect(codesOf(inspectOne(normalised(brain)))).toEqual([]);
    const item = inspectOne(normalised(byte));
    expect(item.ok).toBe(true);
    expect(codesOf(item)).toEqual(['warning REPEATED_VALUES']);
  });

  test('with one outlying dimension, as text-embedding-ada-002 has, pass without a finding', () => {
    const vector = soundVector(1536, 9).map((value) => value * Math.sqrt(1 - 0.45));
    vector[194] = -Math.sqrt(0.45);
    expect(codesOf(inspectOne(normalised(vector)))).toEqual([]);
  });

  test('with zeros of either sign in over half of their components do not count as repeating one value', () => {
    for (const zero of [0, -0]) {
      const sparse = soundVector(1536, 6).map((value, i) => (i % 5 < 3 ? zero : value));
      expect(codesOf(inspectOne(normalised(sparse)))).toEqual([]);
    }
  });

  test('of any length pass where no unit norm is promised', () => {
    const vector = soundVector(768, 1).map((value) => value * 30);
    expect(codesOf(inspectOne(vector, { dimensions: 768, unitNorm: false }))).toEqual([]);
  });
});

describe('a corrupted vector is caught', () => {
  const corruptions: Record<string, { of: (vector: Float32Array) => Float32Array; gives: string }> = {
    'one NaN': { of: (v) => v.with(v.length - 1, Number.NaN), gives: 'error NOT_FINITE' },
    'one infinity': { of: (v) => v.with(0, Number.NEGATIVE_INFINITY), gives: 'error NOT_FINITE' },
    'all NaN': { of: (v) => v.fill(Number.NaN), gives: 'error NOT_FINITE' },
    'all zero': { of: (v) => v.fill(0), gives: 'error ALL_ZERO' },
    'one dimension short': { of: (v) => v.slice(1), gives: 'error WRONG_DIMENSIONS' },
    'one dimension more': { of: (v) => Float32Array.of(...v, 0.01), gives: 'error WRONG_DIMENSIONS' },
    'no dimensions': { of: () => new Float32Array(0), gives: 'error WRONG_DIMENSIONS' },
    'zeros after the first 4 %': {
      of: (v) => normalised(v.map((value, i) => (i < v.length * 0.04 ? value : 0))),
      gives: 'error MOSTLY_ZERO',
    },
    'a length of 1.02': { of: (v) => v.map((x) => x * 1.02), gives: 'error NORM_OUT_OF_RANGE' },
    'a length of 0.5': { of: (v) => v.map((x) => x * 0.5), gives: 'error NORM_OUT_OF_RANGE' },
    'a length of 1.005': { of: (v) => v.map((x) => x * 1.005), gives: 'warning NORM_OUT_OF_RANGE' },
    'one value everywhere': { of: (v) => normalised(v.fill(1)), gives: 'error LOW_VARIANCE' },
    'components that vary by 0.5 %': {
      of: (v) => normalised(v.map((x, i) => 1 + (i % 2 ? 0.005 : -0.005) + x * 1e-4)),
      gives: 'error LOW_VARIANCE',
    },
    'components that vary by 5 %': {
      of: (v) => normalised(v.map((x, i) => 1 + (i % 2 ? 0.05 : -0.05) + x * 1e-4)),
      gives: 'warning LOW_VARIANCE',
    },
    'a short pattern repeated': {
      of: (v) => normalised(v.map((_, i) => v[i % Math.floor(v.length / 25)]!)),
      gives: 'error REPEATED_VALUES',
    },
    'the last half padded with one value': {
      of: (v) => normalised(v.map((x, i) => (i % 20 < 11 ? 0.01 : x))),
      gives: 'error REPEATED_VALUES',
    },
    'values rounded to few steps': {
      of: (v) => normalised(v.map((_, i) => v[i % Math.floor(v.length / 6)]!)),
      gives: 'warning REPEATED_VALUES',
    },
    'one component that dominates': {
      of: (v) => normalised(v.with(7, 1.2)),
      gives: 'warning EXTREME_VALUE',
    },
  };

  for (const [name, { of, gives }] of Object.entries(corruptions)) {
    test(`${name}: ${gives}`, () => {
      for (const dimensions of [256, 1536, 3072]) {
        const promise = { dimensions, unitNorm: true };
        const item = inspectOne(of(soundVector(dimensions, 3)), promise);
        expect(codesOf(item), `${dimensions} dimensions`).toContain(gives);
        expect(item.ok).toBe(gives.startsWith('warning'));
      }
    });
  }

  test('at any place in the vector', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3072 }),
        fc.nat(),
        fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
        (dimensions, place, poison) => {
          const vector = soundVector(dimensions, place).with(place % dimensions, poison);
          const item = inspectOne(vector);
          return !item.ok && item.findings.length === 1 && item.findings[0]?.code === 'NOT_FINITE';
        },
      ),
      { numRuns: 100 },
    );
  });

  test('by a component above 100 where no norm is promised', () => {
    const vector = soundVector(384, 2).with(3, 101);
    expect(codesOf(inspectOne(vector, { dimensions: 384, unitNorm: false }))).toContain(
      'error EXTREME_VALUE',
    );
  });

  test('and the finding carries its figure, what to do, and its place in the request', () => {
    const vectors = [soundVector(1536, 1), soundVector(1536, 2).map((x) => x * 3)];
    const { items, findings } = inspectAnswer({ vectors, promise: small, anomalies: [] });
    expect(items[0]).toEqual({ ok: true, warnings: [] });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ code: 'NORM_OUT_OF_RANGE', severity: 'error', index: 1 });
    expect(findings[0]?.figure).toBeCloseTo(3, 5);
    expect(findings[0]?.message).toContain('3');
    expect(findings[0]?.recommendation).not.toBe('');
  });
});

describe('one vector for different texts', () => {
  const answer = (vectors: Float32Array[]) =>
    inspectAnswer({ vectors, promise: { dimensions: vectors[0]!.length, unitNorm: true }, anomalies: [] });

  test('is an error on each of them and on no other', () => {
    const vectors = Array.from({ length: 300 }, (_, i) => soundVector(1536, i));
    vectors[10] = vectors[200]!.slice();
    vectors[42] = vectors[200]!.slice();
    const failed = answer(vectors).items.flatMap((item, i) => (item.ok ? [] : [i]));
    expect(failed).toEqual([10, 42, 200]);
  });

  test('is caught when it is disturbed a little, at any scale of dimensions', () => {
    for (const dimensions of [16, 64, 384, 1536, 3072]) {
      const vectors = Array.from({ length: 50 }, (_, i) => soundVector(dimensions, i));
      const noise = soundVector(dimensions, 999);
      vectors[31] = normalised(vectors[8]!.map((value, i) => value + noise[i]! * 0.0008));
      const failed = answer(vectors).items.flatMap((item, i) => (item.ok ? [] : [i]));
      expect(failed, `${dimensions} dimensions`).toEqual([8, 31]);
    }
  });

  test('is not seen in vectors that are only very alike', () => {
    const base = soundVector(1536, 1);
    const vectors = Array.from({ length: 200 }, (_, i) => {
      const noise = soundVector(1536, 1000 + i);
      return normalised(base.map((value, k) => value + noise[k]! * 0.005));
    });
    expect(answer(vectors).findings).toEqual([]);
  });

  test('fails every item of an answer that repeats one fixed vector, in time', () => {
    const fixed = soundVector(1536, 4);
    const started = performance.now();
    const { items } = answer(Array.from({ length: 2048 }, () => fixed));
    expect(items.every((item) => !item.ok && item.findings[0]?.code === 'SAME_VECTOR')).toBe(true);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('is allowed below 16 dimensions, where texts meet by chance', () => {
    const vector = soundVector(8, 4);
    expect(answer([vector, vector.slice()]).findings).toEqual([]);
  });

  test('is not reported for vectors that are broken anyway', () => {
    const { findings } = answer([new Float32Array(64), new Float32Array(64)]);
    expect(findings.map((finding) => finding.code)).toEqual(['ALL_ZERO', 'ALL_ZERO']);
  });
});

describe('the answer as a whole', () => {
  const inspect = (vectors: (Float32Array | undefined)[], anomalies: AnswerAnomaly[]) =>
    inspectAnswer({ vectors, promise: { dimensions: 32, unitNorm: true }, anomalies });
  const three = () => [soundVector(32, 1), soundVector(32, 2), soundVector(32, 3)];
  const failedCodes = (inspection: ReturnType<typeof inspect>) =>
    inspection.items.map((item) => (item.ok ? [] : item.findings.map((finding) => finding.code)));

  test('an input without a vector is missing it', () => {
    const [a, , c] = three();
    const anomalies: AnswerAnomaly[] = [{ code: 'MISSING_INDEX', index: 1 }];
    expect(failedCodes(inspect([a, undefined, c], anomalies))).toEqual([[], ['MISSING_VECTOR'], []]);
  });

  test('an index given twice fails that input', () => {
    const [a, , c] = three();
    const anomalies: AnswerAnomaly[] = [{ code: 'DUPLICATE_INDEX', index: 1 }];
    expect(failedCodes(inspect([a, undefined, c], anomalies))).toEqual([[], ['DUPLICATE_INDEX'], []]);
  });

  test('an index far outside fails the input that lacks its vector', () => {
    const [a, , c] = three();
    const anomalies: AnswerAnomaly[] = [{ code: 'INDEX_OUT_OF_RANGE', index: 99 }];
    expect(failedCodes(inspect([a, undefined, c], anomalies))).toEqual([
      [],
      ['MISSING_VECTOR', 'INDEX_OUT_OF_RANGE'],
      [],
    ]);
  });

  test('a vector too many beside a complete answer is a warning', () => {
    const inspection = inspect(three(), [{ code: 'INDEX_OUT_OF_RANGE', index: 3 }]);
    expect(inspection.items.every((item) => item.ok)).toBe(true);
    expect(inspection.findings).toMatchObject([
      { code: 'INDEX_OUT_OF_RANGE', severity: 'warning', index: 0 },
    ]);
  });

  test('without inputs has nothing to inspect', () => {
    expect(inspect([], [])).toEqual({ items: [], findings: [] });
  });
});
