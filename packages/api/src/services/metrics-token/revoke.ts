import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import type { changeInput, revokeOutput } from '../../schemas/metrics-token.ts';

/** The token stops working with the next scrape. `revoked` is false when there was none. */
export async function revoke(
  ctx: AdminContext,
  input: z.infer<typeof changeInput>,
): Promise<z.infer<typeof revokeOutput>> {
  const before = await ctx.services.stores.settings.setMetricsToken(null, stampOf(ctx, input.reason));
  return { revoked: before !== undefined };
}
