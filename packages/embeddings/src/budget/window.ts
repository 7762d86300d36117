import { Temporal } from 'temporal-polyfill';
import { InvalidBudgetError } from '../errors/money.ts';
import type { Budget, BudgetWindow } from './budget.ts';

export interface WindowBounds {
  /** First ms of the window. */
  start: number;
  /** First ms after it; null when it never ends. */
  end: number | null;
}

/**
 * The window of a budget that holds an instant. Days, weeks (from Monday) and months begin at `resetTime` in the
 * budget's zone, so that a day may be 23 or 25 hours long where clocks change; hours are hours of UTC-offset time.
 */
export function windowAt(
  budget: Pick<Budget, 'window' | 'timeZone' | 'resetTime'>,
  at: number,
): WindowBounds {
  if (budget.window === 'total') return { start: 0, end: null };
  const now = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(budget.timeZone);
  if (budget.window === 'hour') {
    const start = now.round({ smallestUnit: 'hour', roundingMode: 'floor' });
    return { start: start.epochMilliseconds, end: start.add({ hours: 1 }).epochMilliseconds };
  }
  const time = Temporal.PlainTime.from(budget.resetTime);
  const begin = (date: Temporal.PlainDate) =>
    date.toZonedDateTime({ timeZone: budget.timeZone, plainTime: time }).epochMilliseconds;
  let first = firstDate(now.toPlainDate(), budget.window);
  if (begin(first) > at) first = firstDate(first.subtract({ days: 1 }), budget.window);
  const next = first.add(
    budget.window === 'day' ? { days: 1 } : budget.window === 'week' ? { weeks: 1 } : { months: 1 },
  );
  return { start: begin(first), end: begin(next) };
}

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
