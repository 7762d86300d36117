import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { webhook } from '../../presenters/webhook.ts';
import type { createInput, withSecret } from '../../schemas/webhooks.ts';
import { newSigningSecret } from '../../secrets/credentials.ts';
import { shownUrl } from './shown-url.ts';

/** Gets the alerts told from now on. @throws InputError; WeighbridgeError SELF_REFERENCE; ConflictError WEBHOOK_NAME_TAKEN */
export async function create(
  ctx: AdminContext,
  input: z.infer<typeof createInput>,
): Promise<z.infer<typeof withSecret>> {
  const { stores, webhooks, clock, newId, live } = ctx.services;
  const { name, url, format, minSeverity } = input;
  webhooks.assertUrl(url);
  const secret = newSigningSecret();
  const created = await stores.webhooks.create(
    {
      id: newId('whk'),
      name,
      url: shownUrl(url, format),
      urlCiphertext: webhooks.seal(url),
      format,
      minSeverity,
      secretCiphertext: webhooks.seal(secret),
      secretLast4: secret.slice(-4),
      enabled: true,
      createdAt: clock.now(),
    },
    stampOf(ctx, input.reason),
  );
  live.publish('alerts');
  return { ...webhook(created), secret };
}
