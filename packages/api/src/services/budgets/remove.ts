import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import type { removeInput } from '../../schemas/budgets.ts';
import { findBudget } from './find.ts';

/** Stops guarding; what was spent under it stays in the ledger. @throws NotFoundError; ConflictError AMBIGUOUS_NAME */
export async function remove(
  ctx: AdminContext,
  input: z.infer<typeof removeInput>,
): Promise<{ id: string; removed: true }> {
  const { id } = await findBudget(ctx, input.id);
  await ctx.services.stores.budgets.remove(id, stampOf(ctx, input.reason));
  ctx.services.live.publish('budgets');
  return { id, removed: true };
}
