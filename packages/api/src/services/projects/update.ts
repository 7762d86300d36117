import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { project } from '../../presenters/access.ts';
import type { project as projectSchema, updateProjectInput } from '../../schemas/access.ts';
import { findProject } from './find.ts';

/** @throws NotFoundError */
export async function update(
  ctx: AdminContext,
  input: z.infer<typeof updateProjectInput>,
): Promise<z.infer<typeof projectSchema>> {
  const { name, splitLargeCalls, allowFallback, tooLong } = input;
  const { id } = await findProject(ctx, input.id);
  const updated = await ctx.services.stores.projects.update(
    id,
    {
      ...(name === undefined ? {} : { name }),
      ...(splitLargeCalls === undefined ? {} : { splitLargeCalls }),
      ...(allowFallback === undefined ? {} : { allowFallback }),
      ...(tooLong === undefined ? {} : { tooLong }),
    },
    stampOf(ctx, input.reason),
  );
  ctx.services.live.publish('projects');
  return project(updated);
}
