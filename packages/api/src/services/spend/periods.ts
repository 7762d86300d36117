import { InputError, windowAt } from '@weighbridge/embeddings';
import type { GRANULARITIES } from '../../schemas/spend.ts';

type Granularity = (typeof GRANULARITIES)[number];

/** Buckets of one series; more would say nothing on a chart. */
const MAX_BUCKETS = 2000;

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Buckets of a series without a range. */
const DEFAULT_BUCKETS = { hour: 24, day: 30, week: 26, month: 12 } as const;

/** At least as long as any, to tell from a range alone that it is too long. */
const WIDTH_MS = { hour: HOUR_MS, day: 25 * HOUR_MS, week: 7.1 * DAY_MS, month: 31.1 * DAY_MS } as const;

export interface Period {
  /** First ms, inclusive. */
  from: number;
  /** First ms after it. */
  to: number;
}

/** The UTC day that holds an instant. */
export function dayOf(at: number): Period {
  const from = Math.floor(at / DAY_MS) * DAY_MS;
  return { from, to: from + DAY_MS };
}

/** The UTC month that holds an instant. */
export function monthOf(at: number): Period {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { from: Date.UTC(year, month, 1), to: Date.UTC(year, month + 1, 1) };
}

/**
 * Edges of consecutive whole hours of UTC, or days, weeks (from Monday) or months of a zone, the first holding `from` and
 * the last holding the ms before `to`. Without a range: the last 24 hours, 30 days, 26 weeks or 12 months, the present
 * one included.
 * @throws InputError INVALID_REQUEST when the range is backwards or too long for the granularity.
 */
export function edgesOf(
  { granularity, timeZone = 'UTC' }: { granularity: Granularity; timeZone?: string },
  range: { from?: number; to?: number },
  now: number,
): number[] {
  const bucketAt = bucketsOf(granularity, timeZone);
  const to = range.to ?? now + 1;
  if (range.from !== undefined) assertLength(granularity, range.from, to);
  let start = bucketAt(range.from ?? to - 1).from;
  if (range.from === undefined) {
    for (let back = 1; back < DEFAULT_BUCKETS[granularity]; back += 1) start = bucketAt(start - 1).from;
  }
  const edges = [start];
  for (let end = start; end < to; ) {
    end = bucketAt(end).to;
    edges.push(end);
  }
  return edges;
}

function bucketsOf(granularity: Granularity, timeZone: string): (at: number) => Period {
  if (granularity === 'hour') {
    return (at) => {
      const from = Math.floor(at / HOUR_MS) * HOUR_MS;
      return { from, to: from + HOUR_MS };
    };
  }
  if (granularity === 'day' && timeZone === 'UTC') return dayOf;
  return (at) => {
    const { start, end } = windowAt({ window: granularity, timeZone, resetTime: '00:00' }, at);
    // Only a total has no end.
    return { from: start, to: end ?? Number.POSITIVE_INFINITY };
  };
}

function assertLength(granularity: Granularity, from: number, to: number): void {
  if (from >= to) {
    throw new InputError('INVALID_REQUEST', '"from" must lie before "to".', { field: 'from' });
  }
  const buckets = Math.ceil((to - from) / WIDTH_MS[granularity]);
  if (buckets > MAX_BUCKETS) {
    throw new InputError(
      'INVALID_REQUEST',
      `The range has ${buckets} ${granularity}s; a series holds at most ${MAX_BUCKETS}. Ask for a shorter range, or for longer buckets.`,
      { field: 'from' },
    );
  }
}
