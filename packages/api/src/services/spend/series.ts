import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { instant, instantOrNull } from '../../presenters/instant.ts';
import { totals } from '../../presenters/totals.ts';
import type { seriesInput, seriesOutput } from '../../schemas/spend.ts';
import { readRange, readSpendFilter } from './filter.ts';
import { edgesOf } from './periods.ts';

/**
 * Sums by whole hour of UTC, or by day, week or month of a time zone. @throws InputError for the range; NotFoundError for
 * the project
 */
export async function series(
  ctx: AdminContext,
  input: z.infer<typeof seriesInput>,
): Promise<z.infer<typeof seriesOutput>> {
  const { stores, clock } = ctx.services;
  const { granularity, timeZone } = input;
  const edges = edgesOf({ granularity, timeZone }, readRange(input), clock.now());
  const filter = await readSpendFilter(ctx, input);
  await stores.ledger.drained();
  const [buckets, first, retention] = await Promise.all([
    stores.spend.series(edges, filter),
    stores.spend.lines({ after: 0, limit: 1 }),
    stores.retention.get(),
  ]);
  // The first entry may have been deleted; its quarter hour was not.
  const since = retention.detailsFrom === null ? first.items[0]?.placedAt : retention.sumsFrom;
  return {
    granularity,
    timeZone,
    since: instantOrNull(since ?? null),
    buckets: buckets.map((bucket) => ({
      ...totals(bucket),
      from: instant(bucket.start),
      to: instant(bucket.end),
    })),
  };
}
