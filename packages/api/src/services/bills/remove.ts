import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import type { removeInput } from '../../schemas/bills.ts';

/** Forgets an import; the ledger is not touched. @throws NotFoundError */
export async function remove(
  ctx: AdminContext,
  input: z.infer<typeof removeInput>,
): Promise<{ id: string; removed: true }> {
  await ctx.services.stores.bills.remove(input.id, stampOf(ctx, input.reason));
  ctx.services.live.publish('bills');
  return { id: input.id, removed: true };
}
