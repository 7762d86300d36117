import { type Hours, sumOf } from './hours.ts';
import { DAY_HOURS, type Shape, WEEK_HOURS } from './shape.ts';

/** A way to go on from what was: how fast the past is forgotten, and whether growth goes on. */
export interface Candidate {
  /** Half-life of what a day says about the level of the next ones, in days. */
  halfLife: number;
  trend: boolean;
}

/** From nearly only today to nearly the whole month; which one serves is found by trying them on past days. */
export const CANDIDATES: readonly Candidate[] = [0.25, 1, 8].flatMap((halfLife) => [
  { halfLife, trend: false },
  { halfLife, trend: true },
]);

/** Growth of one day to the next beyond this is taken for noise. */
const STEEPEST = 1.1;

/** Growth goes on for so many days, then levels off: nothing grows for ever. */
const GROWING_DAYS = 7;

/** Hours that weigh less than this say nothing. */
const FORGOTTEN = 1e-5;

/** Nano-USD expected in an hour since the epoch, as a candidate sees it from the end of `hours`. */
export function expectation(hours: Hours, shape: Shape, { halfLife, trend }: Candidate): Shape {
  const { first, spent } = hours;
  const end = first + spent.length;
  const growth = trend ? growthOf(spent) : 1;
  const fade = 0.5 ** (1 / DAY_HOURS / halfLife);
  const shrink = growth ** (-1 / DAY_HOURS);
  let importance = 1;
  let grown = 1;
  let seen = 0;
  let weight = 0;
  for (let hour = end - 1; hour >= first && importance > FORGOTTEN; hour -= 1) {
    importance *= fade;
    grown *= shrink;
    seen += importance * (spent[hour - first] ?? 0);
    weight += importance * grown * shape(hour);
  }
  const level = weight === 0 ? 0 : seen / weight;
  if (growth === 1) return (hour) => level * shape(hour);
  return (hour) => level * shape(hour) * growth ** Math.min((hour - end) / DAY_HOURS, GROWING_DAYS);
}

/** Of one day to the next, from the last two weeks. */
function growthOf(spent: Float64Array): number {
  const end = spent.length;
  if (end < 2 * WEEK_HOURS) return 1;
  const last = sumOf(spent, end - WEEK_HOURS, end);
  const before = sumOf(spent, end - 2 * WEEK_HOURS, end - WEEK_HOURS);
  if (last === 0 || before === 0) return 1;
  return Math.min(STEEPEST, Math.max(1 / STEEPEST, (last / before) ** (1 / 7)));
}
