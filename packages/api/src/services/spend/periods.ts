import { InputError } from '@weighbridge/embeddings';

export type Granularity = 'hour' | 'day';

/** Buckets of one series; more would say nothing on a chart. */
const MAX_BUCKETS = 2000;

const DEFAULT_BUCKETS = { hour: 24, day: 30 } as const;
const WIDTH_MS = { hour: 60 * 60 * 1000, day: 24 * 60 * 60 * 1000 } as const;

export interface Period {
  /** First ms, inclusive. */
  from: number;
  /** First ms after it. */
  to: number;
}

/** The UTC day that holds an instant. */
export function dayOf(at: number): Period {
  const from = Math.floor(at / WIDTH_MS.day) * WIDTH_MS.day;
  return { from, to: from + WIDTH_MS.day };
}

/** The UTC month that holds an instant. */
export function monthOf(at: number): Period {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { from: Date.UTC(year, month, 1), to: Date.UTC(year, month + 1, 1) };
}

/**
 * Edges of consecutive whole UTC hours or days, the first holding `from` and the last holding the ms before `to`.
 * Without a range: the last 24 hours or 30 days, the present one included.
 * @throws InputError INVALID_REQUEST when the range is backwards or too long for the granularity.
 */
export function edgesOf(
  granularity: Granularity,
  range: { from: number | undefined; to: number | undefined },
  now: number,
): number[] {
  const width = WIDTH_MS[granularity];
  const end = Math.ceil((range.to ?? now + 1) / width) * width;
  const start =
    range.from === undefined
      ? end - DEFAULT_BUCKETS[granularity] * width
      : Math.floor(range.from / width) * width;
  const buckets = (end - start) / width;
  if (buckets < 1) {
    throw new InputError('INVALID_REQUEST', '"from" must lie before "to".', { field: 'from' });
  }
  if (buckets > MAX_BUCKETS) {
    throw new InputError(
      'INVALID_REQUEST',
      `The range has ${buckets} ${granularity}s; a series holds at most ${MAX_BUCKETS}. Ask for a shorter range${granularity === 'hour' ? ', or for days' : ''}.`,
      { field: 'from' },
    );
  }
  return Array.from({ length: buckets + 1 }, (_, edge) => start + edge * width);
}
