import type { Project } from '@weighbridge/db';
import type { ApiContext } from '../../context.ts';
import { findNamed } from '../../naming/find-named.ts';

/** A project by id or name. @throws NotFoundError */
export async function findProject(ctx: ApiContext, idOrName: string): Promise<Project> {
  const { projects } = ctx.services.stores;
  const project = await projects.find(idOrName);
  if (project) return project;
  // Refused with the names there are.
  return findNamed(idOrName, await projects.list(), {
    what: 'project',
    names: ({ name }) => [name],
    distinction: ({ id }) => id,
    hint: 'See the projects on the dashboard’s Keys page, or create it.',
  });
}
