import { ConflictError } from '@weighbridge/embeddings';
import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import type { removeInput } from '../../schemas/models.ts';
import { isShipped } from './present.ts';

/** Refuses the model from the next call on; the ledger keeps what it cost. @throws NotFoundError; ConflictError */
export async function remove(
  ctx: AdminContext,
  input: z.infer<typeof removeInput>,
): Promise<{ id: string; removed: true }> {
  if (isShipped(input.id)) {
    throw new ConflictError('MODEL_SHIPPED', `"${input.id}" ships with Weighbridge and stays.`, {
      model: input.id,
    });
  }
  await ctx.services.stores.catalogue.removeModel(input.id, stampOf(ctx, input.reason));
  ctx.services.live.publish('prices');
  return { id: input.id, removed: true };
}
