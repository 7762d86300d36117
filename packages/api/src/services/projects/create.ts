import { InputError } from '@weighbridge/embeddings';
import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { project } from '../../presenters/access.ts';
import type { createProjectInput, project as projectSchema } from '../../schemas/access.ts';

/** @throws ConflictError PROJECT_EXISTS; InputError when no slug can be made of the name. */
export async function create(
  ctx: AdminContext,
  input: z.infer<typeof createProjectInput>,
): Promise<z.infer<typeof projectSchema>> {
  const { name, splitLargeCalls, allowFallback, tooLong } = input;
  const { stores, clock, live } = ctx.services;
  const created = await stores.projects.create(
    { id: input.id ?? slugOf(name), name, splitLargeCalls, allowFallback, tooLong, createdAt: clock.now() },
    stampOf(ctx, input.reason),
  );
  live.publish('projects');
  return project(created);
}

/** "Search Team (EU)" becomes `search-team-eu`. */
function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  if (slug !== '') return slug;
  throw new InputError(
    'INVALID_REQUEST',
    `No id can be made of the name "${name}". Give an "id" of lower-case letters, digits and hyphens as well.`,
    { field: 'id' },
  );
}
