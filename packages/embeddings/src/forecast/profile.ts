import { CANDIDATES, type Candidate, expectation } from './candidates.ts';
import { completeHours, firstOf, type HourlySpend, type Hours, sumOf } from './hours.ts';
import { DAY_HOURS, type Shape, shapeOf } from './shape.ts';

const HOUR = 3_600_000;

/** What an hour is expected to cost, as learnt from hours that are over. */
export interface SpendProfile {
  /** Expected nano-USD of the hour that begins at `start`. */
  expected(start: number): number;
  /** What it would have missed by on each of the last days, in nano-USD at today's scale, for a band. */
  errors: readonly number[];
}

/** Past days that candidates are tried on, at the most. */
const TRIAL_DAYS = 14;

/** Complete days before a trial, at the least. */
const LEAST_DAYS = 2;

/** Where growth is followed, errors grow with the level; a level below this share of the usual one is not believed. */
const LEAST_SCALE = 0.2;

/**
 * Tries several ways of going on, each on the last days over the same hours of the day, and takes the one that would have
 * missed by least. `horizon`: hours that are to be forecast.
 */
export function learnProfile(history: readonly HourlySpend[], now: number, horizon: number): SpendProfile {
  const hours = completeHours(history, now);
  const length = Math.max(1, Math.min(DAY_HOURS, Math.round(horizon)));
  const trials = trialsOf(hours, length);
  const best = bestOf(trials);
  const expected = expectation(hours, shapeOf(hours), best);
  const ahead = sumAhead(expected, hours.first + hours.spent.length, length);
  return {
    expected: (start) => expected(Math.floor(start / HOUR)),
    errors: errorsOf(trials, best, ahead),
  };
}

interface Trial {
  actual: number;
  /** By candidate. */
  expected: number[];
}

function trialsOf(hours: Hours, length: number): Trial[] {
  const trials: Trial[] = [];
  for (let back = 1; back <= TRIAL_DAYS; back += 1) {
    const cut = hours.spent.length - back * DAY_HOURS;
    if (cut < LEAST_DAYS * DAY_HOURS) break;
    const known = firstOf(hours, cut);
    const shape = shapeOf(known);
    trials.push({
      actual: sumOf(hours.spent, cut, cut + length),
      expected: CANDIDATES.map((candidate) =>
        sumAhead(expectation(known, shape, candidate), hours.first + cut, length),
      ),
    });
  }
  return trials;
}

function sumAhead(expected: Shape, from: number, length: number): number {
  let sum = 0;
  for (let hour = from; hour < from + length; hour += 1) sum += expected(hour);
  return sum;
}

function bestOf(trials: readonly Trial[]): Candidate {
  const missed = CANDIDATES.map((_, index) =>
    trials.reduce((sum, { actual, expected }) => sum + Math.abs(actual - (expected[index] ?? 0)), 0),
  );
  const best = CANDIDATES[missed.indexOf(Math.min(...missed))] ?? CANDIDATES[0];
  if (!best) throw new RangeError('There is no candidate.');
  return best;
}

function errorsOf(trials: readonly Trial[], best: Candidate, ahead: number): number[] {
  const index = CANDIDATES.indexOf(best);
  const expected = trials.map((trial) => trial.expected[index] ?? 0);
  const errors = trials.map(({ actual }, trial) => actual - (expected[trial] ?? 0));
  if (!best.trend) return errors;
  const usual = expected.reduce((sum, amount) => sum + amount, 0) / Math.max(1, trials.length);
  const scale = (amount: number) => Math.max(amount, LEAST_SCALE * usual, 1);
  return errors.map((error, trial) => (error / scale(expected[trial] ?? 0)) * scale(ahead));
}
