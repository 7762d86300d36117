import type { Hours } from './hours.ts';

export const DAY_HOURS = 24;
export const WEEK_HOURS = 168;

/** Relative weight of an hour since the epoch, 1 on average. */
export type Shape = (hour: number) => number;

/** Weight of the flat day among the hours of the day: few days must not make a sharp profile. */
const SHRINKAGE = 2;

/** The shape of a day, and with two weeks of history the difference of working days and week-ends. */
export function shapeOf(hours: Hours): Shape {
  const { length } = hours.spent;
  if (length < DAY_HOURS) return () => 1;
  const hourOfDay = weights(hours, DAY_HOURS, (hour) => hour % DAY_HOURS, length / DAY_HOURS);
  if (length < 2 * WEEK_HOURS) return (hour) => hourOfDay[hour % DAY_HOURS] ?? 1;
  const dayOfWeek = weights(hours, 7, weekday, length / WEEK_HOURS);
  return (hour) => (hourOfDay[hour % DAY_HOURS] ?? 1) * (dayOfWeek[weekday(hour)] ?? 1);
}

/** Monday 0. The epoch was a Thursday. */
function weekday(hour: number): number {
  return (Math.floor(hour / DAY_HOURS) + 3) % 7;
}

function weights(
  { first, spent }: Hours,
  slots: number,
  slotOf: (hour: number) => number,
  cycles: number,
): Float64Array {
  const sums = new Float64Array(slots);
  const counts = new Float64Array(slots);
  let total = 0;
  for (let index = 0; index < spent.length; index += 1) {
    const slot = slotOf(first + index);
    const nanoUsd = spent[index] ?? 0;
    sums[slot] = (sums[slot] ?? 0) + nanoUsd;
    counts[slot] = (counts[slot] ?? 0) + 1;
    total += nanoUsd;
  }
  const mean = total / Math.max(1, spent.length);
  if (mean === 0) return new Float64Array(slots).fill(1);
  const trust = cycles / (cycles + SHRINKAGE);
  const raw = sums.map((sum, slot) => trust * (sum / Math.max(1, counts[slot] ?? 1) / mean) + (1 - trust));
  const average = raw.reduce((sum, weight) => sum + weight, 0) / slots;
  return raw.map((weight) => weight / average);
}
