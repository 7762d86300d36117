import type { StoredRateLimit } from '@weighbridge/db';
import type { ApiContext } from '../../context.ts';
import { findScoped } from '../../naming/find-scoped.ts';

/** A limit by id, or by scope, metric and period: `global requests minute`. @throws NotFoundError; ConflictError AMBIGUOUS_NAME */
export async function findRateLimit(ctx: ApiContext, given: string): Promise<StoredRateLimit> {
  const limits = await ctx.services.stores.rateLimits.list();
  return findScoped(ctx, given, limits, 'rate limit', ({ metric, period }) => [metric, period]);
}
