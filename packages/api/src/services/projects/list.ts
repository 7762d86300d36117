import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { project } from '../../presenters/access.ts';
import type { project as projectSchema } from '../../schemas/access.ts';

export async function list(ctx: AdminContext): Promise<z.infer<typeof projectSchema>[]> {
  return (await ctx.services.stores.projects.list()).map(project);
}
