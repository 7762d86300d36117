import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { accessKey } from '../../presenters/access.ts';
import type { accessKey as accessKeySchema } from '../../schemas/access.ts';

export async function list(ctx: AdminContext): Promise<z.infer<typeof accessKeySchema>[]> {
  return (await ctx.services.stores.keys.list()).map(accessKey);
}
