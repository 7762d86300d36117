import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import type { openOutput } from '../../schemas/alerts.ts';

/** How many alerts nobody has acknowledged. */
export async function open(ctx: AdminContext): Promise<z.infer<typeof openOutput>> {
  const counts = await ctx.services.stores.alerts.open();
  return { ...counts, total: counts.info + counts.warning + counts.critical };
}
