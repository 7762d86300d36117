import { forecastSpend, straightLine } from './forecast.ts';
import type { HourlySpend } from './hours.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Hours of a held-out day at which it is forecast. */
const AT_HOURS = [6, 12, 18] as const;

/** Days before the first held-out one: enough to tell week-ends from working days. */
const LEARNING_DAYS = 14;

/** One forecast of a day that is over, made from what was known at its time. */
export interface HeldOutForecast {
  actual: number;
  expected: number;
  /** What spending so far, drawn on in a straight line, comes to. */
  line: number;
  inBand: boolean;
}

export interface ForecastScore {
  /** Mean absolute error of the forecast day total, relative to the mean day. */
  ours: number;
  line: number;
  /** Share of held-out totals inside the band. */
  inBand: number;
  forecasts: number;
}

/**
 * Forecasts each of the last `days` whole days of UTC at 06:00, 12:00 and 18:00. `hours` are consecutive; days without two
 * weeks before them, and days on which nothing was spent by then nor after, are left out. Each step takes milliseconds.
 */
export function* heldOutForecasts(hours: readonly HourlySpend[], days: number): Generator<HeldOutForecast> {
  const first = hours.find(({ nanoUsd }) => nanoUsd > 0);
  const last = hours.at(-1);
  if (!first || !last) return;
  const end = Math.floor((last.start + HOUR) / DAY) * DAY;
  const begin = Math.ceil(first.start / DAY) * DAY + LEARNING_DAYS * DAY;
  for (let day = Math.max(begin, end - days * DAY); day < end; day += DAY) {
    const from = hours.findIndex(({ start }) => start >= day);
    const actual = sum(hours.slice(from, from + 24));
    if (actual === 0) continue;
    for (const hour of AT_HOURS) {
      const window = {
        now: day + hour * HOUR,
        windowStart: day,
        windowEnd: day + DAY,
        spent: sum(hours.slice(from, from + hour)),
      };
      const forecast = forecastSpend({ ...window, history: hours.slice(0, from + hour) });
      yield {
        actual,
        expected: forecast.expected,
        line: straightLine(window),
        inBand: actual >= forecast.low && actual <= forecast.high,
      };
    }
  }
}

/** Undefined of nothing. */
export function scoreOf(forecasts: readonly HeldOutForecast[]): ForecastScore | undefined {
  if (forecasts.length === 0) return undefined;
  const total = forecasts.reduce((whole, { actual }) => whole + actual, 0);
  const missed = (of: 'expected' | 'line') =>
    forecasts.reduce((whole, forecast) => whole + Math.abs(forecast[of] - forecast.actual), 0) / total;
  return {
    ours: missed('expected'),
    line: missed('line'),
    inBand: forecasts.filter(({ inBand }) => inBand).length / forecasts.length,
    forecasts: forecasts.length,
  };
}

function sum(hours: readonly HourlySpend[]): number {
  return hours.reduce((total, { nanoUsd }) => total + nanoUsd, 0);
}
