import { forecastSpend, straightLine } from './forecast.ts';
import { simulateUsage, type UsageKind } from './simulated-usage.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface Score {
  /** Mean absolute error of the forecast day total, relative to the mean day. */
  ours: number;
  line: number;
  /** Share of held-out totals inside the band. */
  inBand: number;
  forecasts: number;
}

/** Forecasts each held-out day at 06:00, 12:00 and 18:00 from what was known then, against what it came to. */
export function score(kind: UsageKind, options: { seeds: number; days: number }): Score {
  const from = Date.parse('2026-03-02T00:00:00Z');
  let ours = 0;
  let line = 0;
  let inside = 0;
  let forecasts = 0;
  let totals = 0;
  for (let seed = 1; seed <= options.seeds; seed += 1) {
    const hours = simulateUsage(kind, from, options.days, seed);
    for (let day = 14; day < options.days; day += 1) {
      const actual = sum(hours.slice(day * 24, day * 24 + 24));
      for (const hour of [6, 12, 18]) {
        const cut = day * 24 + hour;
        const window = {
          now: from + cut * HOUR,
          windowStart: from + day * DAY,
          windowEnd: from + (day + 1) * DAY,
          spent: sum(hours.slice(day * 24, cut)),
        };
        const forecast = forecastSpend({ ...window, history: hours.slice(0, cut) });
        ours += Math.abs(forecast.expected - actual);
        line += Math.abs(straightLine(window) - actual);
        inside += actual >= forecast.low && actual <= forecast.high ? 1 : 0;
        totals += actual;
        forecasts += 1;
      }
    }
  }
  return { ours: ours / totals, line: line / totals, inBand: inside / forecasts, forecasts };
}

function sum(hours: readonly { nanoUsd: number }[]): number {
  return hours.reduce((total, hour) => total + hour.nanoUsd, 0);
}
