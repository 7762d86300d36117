import { InputError } from '@weighbridge/embeddings';
import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { webhook } from '../../presenters/webhook.ts';
import type { updateInput, webhook as webhookSchema } from '../../schemas/webhooks.ts';
import { findWebhook } from './find.ts';
import { shownUrl } from './shown-url.ts';

/**
 * Acts on the next try. Disabling gives up what is on its way. @throws InputError; NotFoundError; WeighbridgeError
 * SELF_REFERENCE; ConflictError WEBHOOK_NAME_TAKEN
 */
export async function update(
  ctx: AdminContext,
  input: z.infer<typeof updateInput>,
): Promise<z.infer<typeof webhookSchema>> {
  const { stores, webhooks, live } = ctx.services;
  const { reason, url, name, format, minSeverity, enabled } = input;
  const before = await findWebhook(ctx, input.id);
  if (url !== undefined) webhooks.assertUrl(url);
  // The whole address is not at hand here, and what may be shown of it depends on the format.
  else if (format !== undefined && format !== before.format) {
    throw new InputError(
      'INVALID_REQUEST',
      '"format" cannot be changed alone: give the address of the new receiver as "url" with it.',
      { field: 'format' },
    );
  }
  const updated = await stores.webhooks.update(
    before.id,
    {
      ...(name === undefined ? {} : { name }),
      ...(format === undefined ? {} : { format }),
      ...(minSeverity === undefined ? {} : { minSeverity }),
      ...(enabled === undefined ? {} : { enabled }),
      ...(url === undefined
        ? {}
        : { url: shownUrl(url, format ?? before.format), urlCiphertext: webhooks.seal(url) }),
    },
    stampOf(ctx, reason),
  );
  live.publish('alerts');
  return webhook(updated);
}
