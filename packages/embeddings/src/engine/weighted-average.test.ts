import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightedAverage } from './weighted-average.ts';

const lengthOf = (vector: Float32Array) => Math.hypot(...vector);

describe('the average of windows', () => {
  it('is what the cookbook computes: weighted by tokens, then of unit length', () => {
    const east = Float32Array.of(1, 0);
    const north = Float32Array.of(0, 1);
    const [x = 0, y = 0] = weightedAverage([east, north], [3, 1]) ?? [];
    expect(x / y).toBeCloseTo(3, 6);
    expect(Math.hypot(x, y)).toBeCloseTo(1, 7);
  });

  it('has unit length and lies within the windows’ cone, whatever they are', () => {
    const vectors = fc.integer({ min: 1, max: 40 }).chain((dimensions) =>
      fc.array(
        fc.record({
          // All in one half-space, so that they cannot cancel out.
          values: fc.array(fc.float({ min: Math.fround(0.01), max: 1, noNaN: true }), {
            minLength: dimensions,
            maxLength: dimensions,
          }),
          weight: fc.integer({ min: 1, max: 8191 }),
        }),
        { minLength: 1, maxLength: 30 },
      ),
    );
    fc.assert(
      fc.property(vectors, (windows) => {
        const given = windows.map(({ values }) => Float32Array.from(values));
        const before = given.map((vector) => vector.slice());
        const average = weightedAverage(
          given,
          windows.map(({ weight }) => weight),
        );
        expect(lengthOf(average!)).toBeCloseTo(1, 6);
        expect(given).toEqual(before);
        for (const [i, value] of average!.entries()) {
          const values = given.map((vector) => vector[i]!);
          expect(Math.sign(value)).toBe(1);
          // One window, or equal ones, keep their direction.
          if (given.length === 1) expect(value).toBeCloseTo(values[0]! / lengthOf(given[0]!), 5);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is told apart from nothing when windows cancel out, exactly or but for rounding', () => {
    const there = Float32Array.of(0.6, 0.8);
    const back = there.map((value) => -value);
    expect(weightedAverage([there, back], [5, 5])).toBeUndefined();
    expect(weightedAverage([there, back.map((value) => value * (1 + 1e-7))], [5, 5])).toBeUndefined();
    expect(weightedAverage([there, back], [5, 4])).toEqual(there);
    expect(weightedAverage([Float32Array.of(Number.NaN, 1)], [1])).toBeUndefined();
  });
});
