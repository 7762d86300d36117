import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import type { removeInput } from '../../schemas/budgets.ts';

/** Stops guarding; what was spent under it stays in the ledger. @throws NotFoundError */
export async function remove(
  ctx: AdminContext,
  input: z.infer<typeof removeInput>,
): Promise<{ id: string; removed: true }> {
  await ctx.services.stores.budgets.remove(input.id, stampOf(ctx, input.reason));
  ctx.services.live.publish('budgets');
  return { id: input.id, removed: true };
}
