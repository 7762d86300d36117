import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { webhook } from '../../presenters/webhook.ts';
import type { listOutput } from '../../schemas/webhooks.ts';

/** Oldest first. */
export async function list(ctx: AdminContext): Promise<z.infer<typeof listOutput>> {
  return (await ctx.services.stores.webhooks.list()).map(webhook);
}
