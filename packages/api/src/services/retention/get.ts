import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { presentRetention } from '../../presenters/retention.ts';
import type { retention } from '../../schemas/retention.ts';

/** How long details are kept, and from when on there are any. */
export async function get(ctx: AdminContext): Promise<z.infer<typeof retention>> {
  return presentRetention(await ctx.services.stores.retention.get());
}
