import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { rateLimit } from '../../presenters/rate-limit.ts';
import type { listOutput } from '../../schemas/rate-limits.ts';

export async function list(ctx: AdminContext): Promise<z.infer<typeof listOutput>> {
  return (await ctx.services.stores.rateLimits.list()).map(rateLimit);
}
