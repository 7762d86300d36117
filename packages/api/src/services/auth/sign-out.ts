import type { z } from 'zod';
import type { ApiContext } from '../../context.ts';
import type { me } from '../../schemas/access.ts';
import { digest } from '../../secrets/credentials.ts';

/** Ends the session that came with the request; without one it changes nothing. */
export async function signOut(ctx: ApiContext): Promise<z.infer<typeof me>> {
  if (ctx.session.token !== undefined) {
    await ctx.services.stores.sessions.remove(digest(ctx.session.token));
  }
  ctx.session.close();
  return { signedIn: false, actor: null, project: null };
}
