import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import type { idInput, testOutput } from '../../schemas/webhooks.ts';
import { findWebhook } from './find.ts';

/** Sends a signed message of type `test`, tried once, also to a disabled webhook. @throws NotFoundError */
export async function test(
  ctx: AdminContext,
  input: z.infer<typeof idInput>,
): Promise<z.infer<typeof testOutput>> {
  const { webhooks, live } = ctx.services;
  const webhook = await findWebhook(ctx, input.id);
  const { id, state, lastStatus, lastError } = await webhooks.test(webhook.id);
  live.publish('alerts');
  return { id, ok: state === 'delivered', status: lastStatus, error: lastError };
}
