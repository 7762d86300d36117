import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import type { idInput, redeliverOutput } from '../../schemas/webhooks.ts';

/**
 * Sends an old message again, under its old id, so that a receiver that got it can tell.
 * @throws NotFoundError; ConflictError DELIVERY_PENDING, WEBHOOK_DISABLED
 */
export async function redeliver(
  ctx: AdminContext,
  input: z.infer<typeof idInput>,
): Promise<z.infer<typeof redeliverOutput>> {
  const { stores, webhooks, clock, live } = ctx.services;
  const { id, state } = await stores.webhooks.redeliver(input.id, clock.now());
  webhooks.wake();
  live.publish('alerts');
  return { id, state };
}
