import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import type { removeInput } from '../../schemas/prices.ts';
import { findPrice } from './find.ts';

/** The price before it holds again from the next call on. @throws NotFoundError; ConflictError AMBIGUOUS_NAME */
export async function remove(
  ctx: AdminContext,
  input: z.infer<typeof removeInput>,
): Promise<{ id: string; removed: true }> {
  const { id } = await findPrice(ctx, input.id);
  await ctx.services.stores.catalogue.removePrice(id, stampOf(ctx, input.reason));
  ctx.services.live.publish('prices');
  return { id, removed: true };
}
