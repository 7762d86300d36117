import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, decompose, FOUR_WEEKS_MS, HOUR_MS, QUARTER_MS } from './spans.ts';

const SPANS = [FOUR_WEEKS_MS, DAY_MS, HOUR_MS, QUARTER_MS];

describe('decompose', () => {
  it('takes the longest spans that fit', () => {
    const from = 23 * HOUR_MS - 60_000;
    const to = 3 * DAY_MS + 2 * HOUR_MS + QUARTER_MS + 1;
    expect(decompose({ from, to }, SPANS)).toEqual({
      rollups: [
        { span: HOUR_MS, from: 23 * HOUR_MS, to: DAY_MS },
        { span: DAY_MS, from: DAY_MS, to: 3 * DAY_MS },
        { span: HOUR_MS, from: 3 * DAY_MS, to: 3 * DAY_MS + 2 * HOUR_MS },
        { span: QUARTER_MS, from: 3 * DAY_MS + 2 * HOUR_MS, to: to - 1 },
      ],
      edges: [
        { from, to: 23 * HOUR_MS },
        { from: to - 1, to },
      ],
    });
  });

  it('covers every instant once, in whole spans and edges shorter than a quarter', () => {
    const instant = fc.integer({ min: 0, max: 100 * DAY_MS });
    fc.assert(
      fc.property(instant, instant, (one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const { rollups, edges } = decompose({ from, to }, SPANS);
        for (const { span, ...range } of rollups) {
          expect([range.from % span, range.to % span]).toEqual([0, 0]);
        }
        const pieces = [...rollups, ...edges].sort((a, b) => a.from - b.from);
        expect(pieces.every((piece) => piece.from < piece.to)).toBe(true);
        const joints = [from, ...pieces.map((piece) => piece.to)];
        expect(pieces.map((piece) => piece.from)).toEqual(joints.slice(0, -1));
        expect(joints.at(-1)).toBe(to);
        // Two edges of under a quarter each, or one that holds no whole quarter.
        expect(edges.every((edge) => edge.to - edge.from < 2 * QUARTER_MS)).toBe(true);
      }),
    );
  });
});
