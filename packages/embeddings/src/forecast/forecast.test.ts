import { describe, expect, it } from 'vitest';
import { forecastSpend, straightLine } from './forecast.ts';
import { score } from './score.ts';
import { simulateUsage, USAGE_KINDS } from './simulated-usage.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = Date.parse('2026-03-02T00:00:00Z');

describe('forecast to a window’s end', () => {
  it('continues a steady burn', () => {
    const history = Array.from({ length: 240 }, (_, hour) => ({ start: start + hour * HOUR, nanoUsd: 1000 }));
    const now = start + 240 * HOUR;
    const forecast = forecastSpend({
      history,
      now,
      windowStart: now,
      windowEnd: now + DAY,
      spent: 0,
      limit: 12_000,
    });
    expect(forecast.expected).toBe(24_000);
    expect(forecast.low).toBe(24_000);
    expect(forecast.high).toBe(24_000);
    expect(forecast.runsOutAt).toBe(now + 12 * HOUR);
  });

  it('says nothing runs out that does not', () => {
    const request = {
      history: [],
      now: start + HOUR,
      windowStart: start,
      windowEnd: start + DAY,
      spent: 0,
      limit: 1,
    };
    expect(forecastSpend(request)).toMatchObject({ expected: 0, runsOutAt: null, daysMeasured: 0 });
    expect(forecastSpend({ ...request, spent: 1 }).runsOutAt).toBe(request.now);
  });

  it('knows at noon that the office closes', () => {
    const history = simulateUsage('office hours', start, 21, 3);
    const now = start + 21 * DAY + 12 * HOUR;
    const today = simulateUsage('office hours', start, 22, 3).slice(21 * 24);
    const morning = today.slice(0, 12);
    const spent = morning.reduce((sum, hour) => sum + hour.nanoUsd, 0);
    const actual = today.reduce((sum, hour) => sum + hour.nanoUsd, 0);
    const window = { now, windowStart: start + 21 * DAY, windowEnd: start + 22 * DAY, spent };
    const ours = forecastSpend({ ...window, history: [...history, ...morning] });
    expect(Math.abs(ours.expected / actual - 1)).toBeLessThan(Math.abs(straightLine(window) / actual - 1));
    expect(ours.low).toBeLessThan(actual);
    expect(ours.high).toBeGreaterThan(ours.expected);
  });

  it('is better than the straight line on held-out days of every kind of team, or worse by at most 3 % of a day', () => {
    for (const kind of USAGE_KINDS) {
      const { ours, line } = score(kind, { seeds: 3, days: 42 });
      expect(ours, kind).toBeLessThan(line + 0.03);
    }
    const all = USAGE_KINDS.map((kind) => score(kind, { seeds: 3, days: 42 }));
    const mean = (pick: (result: { ours: number; line: number }) => number) =>
      all.reduce((sum, result) => sum + pick(result), 0) / all.length;
    expect(mean((result) => result.ours)).toBeLessThan(mean((result) => result.line) * 0.7);
  });
});
