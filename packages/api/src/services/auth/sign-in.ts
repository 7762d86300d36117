import { AccessError } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { ApiContext } from '../../context.ts';
import type { me, signInInput } from '../../schemas/access.ts';
import { digest, newSessionToken } from '../../secrets/credentials.ts';

/** How long a sign-in lasts. */
const SESSION_MS = 7 * 24 * 60 * 60 * 1000;

/** Opens a session for whoever knows the admin password. @throws AccessError WRONG_PASSWORD */
export async function signIn(
  ctx: ApiContext,
  input: z.infer<typeof signInInput>,
): Promise<z.infer<typeof me>> {
  const { stores, clock, verifyPassword } = ctx.services;
  const right = await ctx.session.attempt(() => verifyPassword(input.password));
  if (!right) {
    throw new AccessError(
      'WRONG_PASSWORD',
      'That is not the admin password. It was printed once, when this gateway first started; set WEIGHBRIDGE_ADMIN_PASSWORD and start again to use another.',
    );
  }
  const token = newSessionToken();
  const createdAt = clock.now();
  const expiresAt = createdAt + SESSION_MS;
  await stores.sessions.removeExpired(createdAt);
  await stores.sessions.create({ tokenHash: digest(token), createdAt, expiresAt });
  ctx.session.open(token, expiresAt);
  return { signedIn: true, actor: 'admin', project: null };
}
