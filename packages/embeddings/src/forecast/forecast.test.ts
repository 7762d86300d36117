import { describe, expect, it } from 'vitest';
import { forecastSpend, straightLine } from './forecast.ts';
import { heldOutForecasts, scoreOf } from './score.ts';
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

  it('goes on growing where a team grows, for a while', () => {
    const history = simulateUsage('growing', start, 28, 3);
    const now = start + 28 * DAY;
    const week = forecastSpend({ history, now, windowStart: now, windowEnd: now + 7 * DAY, spent: 0 });
    const actual = simulateUsage('growing', start, 35, 3)
      .slice(28 * 24)
      .reduce((sum, hour) => sum + hour.nanoUsd, 0);
    expect(Math.abs(week.expected / actual - 1)).toBeLessThan(0.1);
    const quarter = forecastSpend({ history, now, windowStart: now, windowEnd: now + 90 * DAY, spent: 0 });
    expect(quarter.expected).toBeLessThan((week.expected / 7) * 90 * 1.5);
  });

  it('has nothing to say of days it knows nothing about', () => {
    expect(scoreOf([...heldOutForecasts([], 7)])).toBeUndefined();
    expect([...heldOutForecasts(simulateUsage('bursty', start, 14, 1), 14)]).toEqual([]);
  });

  it('beats the straight line, or loses by 3 % of a day at most, and its band holds about eight of ten days', () => {
    const scores = USAGE_KINDS.map((kind) => ({
      kind,
      ...scoreOf([1, 2].flatMap((seed) => [...heldOutForecasts(simulateUsage(kind, start, 42, seed), 28)]))!,
    }));
    for (const { kind, ours, line, inBand, forecasts } of scores) {
      // A week of silence is nothing to forecast.
      expect(forecasts, kind).toBe(kind === 'week of silence' ? 126 : 168);
      expect(ours, kind).toBeLessThan(line + 0.03);
      expect(inBand, kind).toBeGreaterThan(0.73);
    }
    const mean = (pick: (result: { ours: number; line: number }) => number) =>
      scores.reduce((sum, result) => sum + pick(result), 0) / scores.length;
    expect(mean((result) => result.ours)).toBeLessThan(mean((result) => result.line) * 0.5);
  });
});
