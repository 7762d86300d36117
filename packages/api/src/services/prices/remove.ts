import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import type { removeInput } from '../../schemas/prices.ts';

/** The price before it holds again from the next call on. @throws NotFoundError */
export async function remove(
  ctx: AdminContext,
  input: z.infer<typeof removeInput>,
): Promise<{ id: string; removed: true }> {
  await ctx.services.stores.catalogue.removePrice(input.id, stampOf(ctx, input.reason));
  ctx.services.live.publish('prices');
  return { id: input.id, removed: true };
}
