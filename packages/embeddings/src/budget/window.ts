import { Temporal } from 'temporal-polyfill';
import { InvalidBudgetError } from '../errors/money.ts';
import type { Budget, BudgetWindow } from './budget.ts';
import { hourAt } from './hour.ts';

export interface WindowBounds {
  /** First ms of the window. */
  start: number;
  /** First ms after it; null when it never ends. */
  end: number | null;
}

/**
 * The window of a budget that holds an instant. Days, weeks (from Monday) and months begin at `resetTime` in the
 * budget's zone, so that a day may be 23 or 25 hours long where clocks change. A reset time that a clock skips falls as
 * much later as the clock was put forward; of one that comes twice the first counts.
 */
export function windowAt(
  budget: Pick<Budget, 'window' | 'timeZone' | 'resetTime'>,
  at: number,
): WindowBounds {
  const { window, timeZone } = budget;
  if (window === 'total') return { start: 0, end: null };
  if (window === 'hour') return hourAt(timeZone, at);
  const plainTime = Temporal.PlainTime.from(budget.resetTime);
  const begin = (date: Temporal.PlainDate) => date.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
  const after = (date: Temporal.PlainDate) => date.add(LENGTHS[window]);
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
  let first = firstDate(today, window);
  while (begin(first) > at) first = firstDate(first.subtract({ days: 1 }), window);
  // A clock put back over midnight shows yesterday's date again after today has begun.
  while (begin(after(first)) <= at) first = after(first);
  return { start: begin(first), end: begin(after(first)) };
}

const LENGTHS = { day: { days: 1 }, week: { weeks: 1 }, month: { months: 1 } } as const;

function firstDate(date: Temporal.PlainDate, window: BudgetWindow): Temporal.PlainDate {
  if (window === 'week') return date.subtract({ days: date.dayOfWeek - 1 });
  if (window === 'month') return date.with({ day: 1 });
  return date;
}

/** @throws InvalidBudgetError when the zone or the reset time cannot be used. */
export function assertWindow(budget: Pick<Budget, 'timeZone' | 'resetTime'>): void {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(budget.timeZone);
  } catch {
    throw new InvalidBudgetError(
      'time zone',
      `"${budget.timeZone}" is no IANA zone. Write one such as UTC or Europe/Berlin.`,
    );
  }
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(budget.resetTime)) {
    throw new InvalidBudgetError(
      'reset time',
      `"${budget.resetTime}" is no time of day. Write HH:MM, such as 00:00.`,
    );
  }
}
