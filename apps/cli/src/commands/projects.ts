import { table } from '../present/table.ts';
import { type Desk, why } from './administration.ts';

/** `weighbridge projects list`. JSON: an array. */
export async function listProjects({ ask, terminal }: Desk): Promise<void> {
  const projects = await ask((trpc) => trpc.projects.list.query());
  terminal.result(projects, () =>
    table(
      projects,
      [
        { title: 'ID', value: (project) => project.id },
        { title: 'NAME', value: (project) => project.name },
        { title: 'SPLITS LARGE CALLS', value: (project) => yesNo(project.splitLargeCalls) },
        { title: 'MAY FALL BACK', value: (project) => yesNo(project.allowFallback) },
        { title: 'CREATED', value: (project) => project.createdAt },
      ],
      'No projects.',
    ),
  );
}

export interface CreateProjectOptions {
  id?: string;
  /** `--no-split` */
  split: boolean;
  allowFallback?: boolean;
  reason?: string;
}

/** `weighbridge projects create`. JSON: the project. */
export async function createProject(
  { ask, terminal }: Desk,
  name: string,
  options: CreateProjectOptions,
): Promise<void> {
  const project = await ask((trpc) =>
    trpc.projects.create.mutate({
      name,
      ...(options.id === undefined ? {} : { id: options.id }),
      splitLargeCalls: options.split,
      allowFallback: options.allowFallback ?? false,
      ...why(options),
    }),
  );
  terminal.result(project, () => `Project "${project.name}" is ready as ${project.id}.`);
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
