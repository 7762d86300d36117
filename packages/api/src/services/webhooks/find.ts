import type { Webhook } from '@weighbridge/db';
import { NotFoundError } from '@weighbridge/embeddings';
import type { AdminContext } from '../../context.ts';

/** @throws NotFoundError */
export async function find(ctx: AdminContext, id: string): Promise<Webhook> {
  const webhook = (await ctx.services.stores.webhooks.list()).find((candidate) => candidate.id === id);
  if (webhook) return webhook;
  throw new NotFoundError('webhook', id, 'List the webhooks to see their ids.');
}
