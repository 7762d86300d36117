import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import type { changeInput } from '../../schemas/webhooks.ts';
import { findWebhook } from './find.ts';

/** Sends nothing more; the log of deliveries stays. @throws NotFoundError */
export async function remove(
  ctx: AdminContext,
  input: z.infer<typeof changeInput>,
): Promise<{ id: string; removed: true }> {
  const { id } = await findWebhook(ctx, input.id);
  await ctx.services.stores.webhooks.remove(id, stampOf(ctx, input.reason));
  ctx.services.live.publish('alerts');
  return { id, removed: true };
}
