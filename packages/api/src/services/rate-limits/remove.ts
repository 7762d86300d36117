import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import type { removeInput } from '../../schemas/rate-limits.ts';
import { findRateLimit } from './find.ts';

/** Acts on the next call. @throws NotFoundError; ConflictError AMBIGUOUS_NAME */
export async function remove(
  ctx: AdminContext,
  input: z.infer<typeof removeInput>,
): Promise<{ id: string; removed: true }> {
  const { id } = await findRateLimit(ctx, input.id);
  await ctx.services.stores.rateLimits.remove(id, stampOf(ctx, input.reason));
  // Of what is shown live only the audit log changes, and it follows the budgets.
  ctx.services.live.publish('budgets');
  return { id, removed: true };
}
