import type { Webhook } from '@weighbridge/db';
import type { AdminContext } from '../../context.ts';
import { findNamed } from '../../naming/find-named.ts';

/** A webhook by id or name. @throws NotFoundError */
export async function findWebhook(ctx: AdminContext, given: string): Promise<Webhook> {
  return findNamed(given, await ctx.services.stores.webhooks.list(), {
    what: 'webhook',
    names: ({ name }) => [name],
    distinction: ({ url }) => url,
    hint: 'Give the id or name that `weighbridge webhooks list` shows.',
  });
}

/** The id of a webhook whose deliveries are asked for: those of a removed one stay, under its id. @throws NotFoundError */
export async function findDeliveriesOf(ctx: AdminContext, given: string): Promise<string> {
  const { webhooks } = ctx.services.stores;
  const { items } = await webhooks.deliveries({ limit: 1, webhookId: given });
  return items.length > 0 ? given : (await findWebhook(ctx, given)).id;
}
