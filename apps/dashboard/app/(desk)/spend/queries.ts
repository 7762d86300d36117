import { lineQuery, sumQuery } from '@/lib/spend/filter.ts';
import type { Span } from '@/lib/spend/range.ts';
import type { SpendParams } from './search-params.ts';

const LINES = 25;
const VALUES = 8;
const ALL_VALUES = 1000;

/** What is asked for, the same on the server and in the browser, so that what was prefetched is found. */
export function seriesInput(params: SpendParams, span: Span, timeZone: string) {
  // Hours are those of UTC everywhere, so the zone would only ask twice.
  const zone = span.granularity === 'hour' ? {} : { timeZone };
  return { ...sumQuery(params), ...span, ...zone };
}

export function breakdownInput(params: SpendParams, { from, to }: Span) {
  return { ...sumQuery(params), by: params.by, from, to, top: params.all ? ALL_VALUES : VALUES };
}

export function linesInput(params: SpendParams, { from, to }: Span) {
  const { kind, state, after } = params;
  return {
    ...sumQuery(params),
    ...lineQuery(params),
    ...(kind === null ? {} : { kind }),
    ...(state === null ? {} : { state }),
    from,
    to,
    order: 'newest' as const,
    limit: LINES,
    after: after ?? 0,
  };
}
