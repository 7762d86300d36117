import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import type { listOutput } from '../../schemas/cache.ts';

export async function list(ctx: AdminContext): Promise<z.infer<typeof listOutput>> {
  const uses = await ctx.services.stores.cache.pools();
  return uses.map(({ pool, ...use }) => ({ project: pool, ...use }));
}
