import { describe, expect, it } from 'vitest';
import { axisFor, prepareSpendChart, type SpendBucket } from './chart.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-03-10T00:00:00.000Z');
const hour = (index: number, amounts: Partial<SpendBucket> = {}): SpendBucket => ({
  from: new Date(START + index * HOUR).toISOString(),
  to: new Date(START + (index + 1) * HOUR).toISOString(),
  settledNanoUsd: '0',
  heldNanoUsd: '0',
  uncertainNanoUsd: '0',
  freeWouldHaveNanoUsd: '0',
  settledTokens: 0,
  freeTokens: 0,
  ...amounts,
});

describe('prepareSpendChart', () => {
  it('keeps a true zero a zero, and makes what is missing a gap', () => {
    const chart = prepareSpendChart([hour(0, { settledNanoUsd: '1000000' }), hour(3)], START + 4 * HOUR);
    expect(chart.points.map((point) => point.settled)).toEqual([0.001, null, null, 0]);
    expect(chart.points.map((point) => point.from)).toEqual([0, 1, 2, 3].map((index) => hour(index).from));
  });

  it('leaves the future and the time before the first record open', () => {
    const chart = prepareSpendChart(
      [0, 1, 2, 3].map((index) => hour(index)),
      START + 2.5 * HOUR,
      START + 1.5 * HOUR,
    );
    expect(chart.points.map((point) => point.settled)).toEqual([null, 0, 0, null]);
  });

  it('does not take a longer day at a change of clocks for a gap', () => {
    const day = (from: string, to: string) => ({ ...hour(0), from, to });
    const chart = prepareSpendChart(
      [
        day('2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'),
        day('2026-03-29T22:00:00.000Z', '2026-03-30T22:00:00.000Z'),
      ],
      Date.parse('2026-03-30T22:00:00.000Z'),
    );
    expect(chart.points).toHaveLength(2);
  });

  it('says what there is to draw, and scales the axis to it', () => {
    const free = { freeWouldHaveNanoUsd: '900000000' };
    expect(prepareSpendChart([hour(0)], START + HOUR).content).toBe('nothing');
    const mock = prepareSpendChart([hour(0, free)], START + HOUR);
    expect(mock.content).toBe('would-have');
    expect(mock.ticks.at(-1)).toBeGreaterThanOrEqual(0.9);
    const paid = prepareSpendChart(
      [hour(0, { ...free, settledNanoUsd: '10', heldNanoUsd: '20', uncertainNanoUsd: '30' })],
      START + HOUR,
    );
    expect(paid.content).toBe('paid');
    expect(paid.ticks.at(-1)).toBeCloseTo(0.00000006, 12);
  });

  it('draws nothing of nothing', () => {
    expect(prepareSpendChart([], START)).toEqual({ points: [], ticks: [0], decimals: 2, content: 'nothing' });
  });
});

describe('axisFor', () => {
  it.each([
    [0.0134, [0, 0.005, 0.01, 0.015], 3],
    [1, [0, 0.5, 1], 2],
    [12, [0, 5, 10, 15], 2],
    [0.4, [0, 0.1, 0.2, 0.3, 0.4], 2],
    [0.00000006, [0, 0.00000002, 0.00000004, 0.00000006], 8],
  ])('%d', (highest, ticks, decimals) => {
    expect(axisFor(highest)).toEqual({ ticks, decimals });
  });

  it('always covers the highest value with at most five steps', () => {
    for (let value = 1e-9; value < 1e6; value *= 1.37) {
      const { ticks } = axisFor(value);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(value * 0.999999);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
  });
});
