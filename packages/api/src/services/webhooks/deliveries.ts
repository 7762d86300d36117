import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { delivery } from '../../presenters/webhook.ts';
import type { deliveriesInput, deliveriesOutput } from '../../schemas/webhooks.ts';
import { findDeliveriesOf } from './find.ts';

/** What was sent where, and how that went; newest first. @throws NotFoundError for the webhook */
export async function deliveries(
  ctx: AdminContext,
  input: z.infer<typeof deliveriesInput>,
): Promise<z.infer<typeof deliveriesOutput>> {
  const { limit, before, webhook, state } = input;
  const page = await ctx.services.stores.webhooks.deliveries({
    limit,
    ...(before === undefined ? {} : { before }),
    ...(webhook === undefined ? {} : { webhookId: await findDeliveriesOf(ctx, webhook) }),
    ...(state === undefined ? {} : { state }),
  });
  return { items: page.items.map(delivery), next: page.next };
}
