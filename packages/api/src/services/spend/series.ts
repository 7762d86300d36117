import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { instant, readInstant } from '../../presenters/instant.ts';
import { totals } from '../../presenters/totals.ts';
import type { seriesInput, seriesOutput } from '../../schemas/spend.ts';
import { findProject } from '../projects/index.ts';
import { edgesOf } from './periods.ts';

/** Sums by whole UTC hour or day. @throws InputError for the range; NotFoundError for the project */
export async function series(
  ctx: AdminContext,
  input: z.infer<typeof seriesInput>,
): Promise<z.infer<typeof seriesOutput>> {
  const { stores, clock } = ctx.services;
  const { granularity } = input;
  const range = {
    from: input.from === undefined ? undefined : readInstant('from', input.from),
    to: input.to === undefined ? undefined : readInstant('to', input.to),
  };
  const edges = edgesOf(granularity, range, clock.now());
  const project = input.project === undefined ? undefined : await findProject(ctx, input.project);
  await stores.ledger.drained();
  const buckets = await stores.spend.series(edges, project === undefined ? {} : { projectId: project.id });
  return {
    granularity,
    buckets: buckets.map((bucket) => ({
      ...totals(bucket),
      from: instant(bucket.start),
      to: instant(bucket.end),
    })),
  };
}
