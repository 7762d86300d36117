import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { delivery, webhook } from '../../presenters/webhook.ts';
import type { listOutput } from '../../schemas/webhooks.ts';

/** Oldest first, each with how its newest message went. */
export async function list(ctx: AdminContext): Promise<z.infer<typeof listOutput>> {
  const { webhooks } = ctx.services.stores;
  return Promise.all(
    (await webhooks.list()).map(async (row) => {
      const { items } = await webhooks.deliveries({ limit: 1, webhookId: row.id });
      const [newest] = items.map(delivery);
      return { ...webhook(row), lastDelivery: newest ?? null };
    }),
  );
}
