import type { Granularity } from '../format/time.ts';
import { addDays, dateAt, daysBetween, isDate, mondayOf, startOfDate } from '../time/zone.ts';

const HOUR_MS = 3_600_000;

export const RANGES = ['24h', '7d', '30d', '12m', 'custom'] as const;
export type Range = (typeof RANGES)[number];

/** A span of time as the queries take it, and how wide its bars are. */
export interface Span {
  from: string;
  to: string;
  granularity: Granularity;
}

interface Chosen {
  range: Range;
  /** First and last calendar date of a custom range, both within it. */
  from: string | null;
  to: string | null;
}

/** More days than this are drawn as weeks. */
const MOST_DAYS = 92;
const MOST_DAYS_BY_HOUR = 3;

/**
 * What a choice means now. Edges lie on whole hours, days or weeks, so that the chart, the breakdown and the ledger cover
 * the same time, and stay the same until the next one begins. Null for a custom range that cannot be read.
 */
export function spanOf({ range, from, to }: Chosen, now: number, timeZone: string): Span | null {
  const today = dateAt(now, timeZone);
  switch (range) {
    case '24h':
      return hours(24, now);
    case '7d':
      return hours(7 * 24, now);
    case '30d':
      return dates(addDays(today, -29), today, 'day', timeZone);
    case '12m':
      return dates(addDays(mondayOf(today), -52 * 7), addDays(mondayOf(today), 6), 'week', timeZone);
    case 'custom':
      return custom(from ?? addDays(today, -6), to ?? today, timeZone);
  }
}

function custom(from: string, to: string, timeZone: string): Span | null {
  if (!isDate(from) || !isDate(to) || from > to) return null;
  const days = daysBetween(from, to) + 1;
  if (days <= MOST_DAYS_BY_HOUR) return dates(from, to, 'hour', timeZone);
  if (days <= MOST_DAYS) return dates(from, to, 'day', timeZone);
  return dates(mondayOf(from), addDays(mondayOf(to), 6), 'week', timeZone);
}

function hours(count: number, now: number): Span {
  const to = Math.floor(now / HOUR_MS) * HOUR_MS + HOUR_MS;
  return { from: iso(to - count * HOUR_MS), to: iso(to), granularity: 'hour' };
}

function dates(first: string, last: string, granularity: Granularity, timeZone: string): Span {
  return {
    from: iso(startOfDate(first, timeZone)),
    to: iso(startOfDate(addDays(last, 1), timeZone)),
    granularity,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
