import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { instant } from '../../presenters/instant.ts';
import type { changeInput, createOutput } from '../../schemas/metrics-token.ts';
import { digest, newMetricsToken } from '../../secrets/credentials.ts';

/** Makes the scraper's token and shows it this once; one made before stops working. */
export async function create(
  ctx: AdminContext,
  input: z.infer<typeof changeInput>,
): Promise<z.infer<typeof createOutput>> {
  const { stores, clock } = ctx.services;
  const token = newMetricsToken();
  const kept = { sha256: digest(token), last4: token.slice(-4), createdAt: clock.now() };
  const before = await stores.settings.setMetricsToken(kept, stampOf(ctx, input.reason));
  return {
    token,
    last4: kept.last4,
    createdAt: instant(kept.createdAt),
    replaced: before !== undefined,
  };
}
