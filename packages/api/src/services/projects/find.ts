import type { Project } from '@weighbridge/db';
import { NotFoundError } from '@weighbridge/embeddings';
import type { ApiContext } from '../../context.ts';

/** A project by id or name. @throws NotFoundError */
export async function findProject(ctx: ApiContext, idOrName: string): Promise<Project> {
  const project = await ctx.services.stores.projects.find(idOrName);
  if (project) return project;
  throw new NotFoundError(
    'project',
    idOrName,
    'See the projects on the dashboard’s Keys page, or create it.',
  );
}
