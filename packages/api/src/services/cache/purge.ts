import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import type { purgeInput, purgeOutput } from '../../schemas/cache.ts';
import { findProject } from '../projects/index.ts';

/** Forgets a project's vectors; what is asked for again is paid for again. @throws NotFoundError */
export async function purge(
  ctx: AdminContext,
  input: z.infer<typeof purgeInput>,
): Promise<z.infer<typeof purgeOutput>> {
  const { id } = await findProject(ctx, input.project);
  const purged = await ctx.services.stores.cache.purge(id, stampOf(ctx, input.reason));
  ctx.services.live.publish('spend');
  return { project: id, ...purged };
}
