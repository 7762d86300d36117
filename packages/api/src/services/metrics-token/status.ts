import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { instant } from '../../presenters/instant.ts';
import type { statusOutput } from '../../schemas/metrics-token.ts';

/** Whether there is a token for scrapers, and its end. */
export async function status(ctx: AdminContext): Promise<z.infer<typeof statusOutput>> {
  const token = await ctx.services.stores.settings.metricsToken();
  return token
    ? { exists: true, last4: token.last4, createdAt: instant(token.createdAt) }
    : { exists: false, last4: null, createdAt: null };
}
