import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { webhook } from '../../presenters/webhook.ts';
import type { changeInput, withSecret } from '../../schemas/webhooks.ts';
import { newSigningSecret } from '../../secrets/credentials.ts';
import { findWebhook } from './find.ts';

/** A new signing secret, shown this once; every try from now on is signed with it. @throws NotFoundError */
export async function rotate(
  ctx: AdminContext,
  input: z.infer<typeof changeInput>,
): Promise<z.infer<typeof withSecret>> {
  const { stores, webhooks, live } = ctx.services;
  const { id } = await findWebhook(ctx, input.id);
  const secret = newSigningSecret();
  const updated = await stores.webhooks.update(
    id,
    { secretCiphertext: webhooks.seal(secret), secretLast4: secret.slice(-4) },
    stampOf(ctx, input.reason),
  );
  live.publish('alerts');
  return { ...webhook(updated), secret };
}
