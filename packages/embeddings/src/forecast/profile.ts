const HOUR = 3_600_000;
const DAY_HOURS = 24;
const WEEK_HOURS = 168;

/** Money spent in one hour of UTC, in nano-USD. Forecasts are estimates, so plain numbers do. */
export interface HourlySpend {
  /** First ms of the hour. */
  start: number;
  nanoUsd: number;
}

/** What an hour is expected to cost, as learnt from hours that are over. */
export interface SpendProfile {
  /** Expected nano-USD of the hour that begins at `start`. */
  expected(start: number): number;
  /** What it would have missed by on each of the last days, in nano-USD, for a band. */
  errors: readonly number[];
}

/** Half-life of what a day says about the level of the next ones, in days. */
const LEVEL_HALF_LIFE = 0.5;

/** Weight of the flat day among the hours of the day: few days must not make a sharp profile. */
const SHRINKAGE = 2;

/**
 * Learns a level (recent days count more), the shape of a day, and with two weeks of history the difference of working
 * days and week-ends. `horizon`: hours that are to be forecast. Hours without spend are hours of zero, as they are in a ledger.
 */
export function learnProfile(history: readonly HourlySpend[], now: number, horizon: number): SpendProfile {
  const hours = completeHours(history, now);
  const shape = shapeOf(hours);
  const level = levelOf(hours, shape, now);
  return {
    expected: (start) => level * shape(start),
    errors: backtest(hours, horizon),
  };
}

/** Every complete hour from the first with spend until now, gaps as zeros. */
function completeHours(history: readonly HourlySpend[], now: number): HourlySpend[] {
  const end = Math.floor(now / HOUR) * HOUR;
  const spent = new Map<number, number>();
  let first = end;
  for (const { start, nanoUsd } of history) {
    const hour = Math.floor(start / HOUR) * HOUR;
    if (hour >= end) continue;
    spent.set(hour, (spent.get(hour) ?? 0) + nanoUsd);
    if (nanoUsd > 0) first = Math.min(first, hour);
  }
  const hours: HourlySpend[] = [];
  for (let start = first; start < end; start += HOUR) hours.push({ start, nanoUsd: spent.get(start) ?? 0 });
  return hours;
}

type Shape = (start: number) => number;

/** Relative weight of an hour, 1 on average. */
function shapeOf(hours: readonly HourlySpend[]): Shape {
  if (hours.length < DAY_HOURS) return () => 1;
  const hourOfDay = weights(
    hours,
    DAY_HOURS,
    (start) => Math.floor(start / HOUR) % DAY_HOURS,
    hours.length / DAY_HOURS,
  );
  if (hours.length < 2 * WEEK_HOURS) return (start) => hourOfDay(Math.floor(start / HOUR) % DAY_HOURS);
  const dayOfWeek = weights(hours, 7, weekday, hours.length / WEEK_HOURS);
  return (start) => hourOfDay(Math.floor(start / HOUR) % DAY_HOURS) * dayOfWeek(weekday(start));
}

/** Day of the week of an instant, Monday 0. The epoch was a Thursday. */
function weekday(start: number): number {
  return (Math.floor(start / (DAY_HOURS * HOUR)) + 3) % 7;
}

function weights(
  hours: readonly HourlySpend[],
  slots: number,
  slotOf: (start: number) => number,
  cycles: number,
): (slot: number) => number {
  const sums = new Array<number>(slots).fill(0);
  const counts = new Array<number>(slots).fill(0);
  let total = 0;
  for (const { start, nanoUsd } of hours) {
    const slot = slotOf(start);
    sums[slot] = (sums[slot] ?? 0) + nanoUsd;
    counts[slot] = (counts[slot] ?? 0) + 1;
    total += nanoUsd;
  }
  const mean = total / Math.max(1, hours.length);
  if (mean === 0) return () => 1;
  const trust = cycles / (cycles + SHRINKAGE);
  const raw = sums.map((sum, slot) => trust * (sum / Math.max(1, counts[slot] ?? 1) / mean) + (1 - trust));
  const average = raw.reduce((sum, weight) => sum + weight, 0) / slots;
  return (slot) => (raw[slot] ?? 1) / average;
}

/** Nano-USD of an hour of weight 1 at present: recent hours count more. */
function levelOf(hours: readonly HourlySpend[], shape: Shape, now: number): number {
  let spent = 0;
  let weight = 0;
  for (const { start, nanoUsd } of hours) {
    const importance = 0.5 ** ((now - start) / (DAY_HOURS * HOUR) / LEVEL_HALF_LIFE);
    spent += importance * nanoUsd;
    weight += importance * shape(start);
  }
  return weight === 0 ? 0 : spent / weight;
}

/** Days of a backtest at the most. */
const BACKTEST_DAYS = 14;

/**
 * What the same method would have missed by on each of the last days, over the same hours of the day: actual - expected
 * in nano-USD, for `horizon` hours (at most a day) from now's hour.
 */
function backtest(hours: readonly HourlySpend[], horizon: number): number[] {
  const length = Math.max(1, Math.min(DAY_HOURS, Math.round(horizon)));
  const errors: number[] = [];
  for (let back = 1; back <= BACKTEST_DAYS; back += 1) {
    const from = hours.length - back * DAY_HOURS;
    if (from < 2 * DAY_HOURS) break;
    const known = hours.slice(0, from);
    const ahead = hours.slice(from, from + length);
    const shape = shapeOf(known);
    const level = levelOf(known, shape, ahead[0]?.start ?? 0);
    const expected = ahead.reduce((sum, hour) => sum + level * shape(hour.start), 0);
    errors.push(ahead.reduce((sum, hour) => sum + hour.nanoUsd, 0) - expected);
  }
  return errors;
}
