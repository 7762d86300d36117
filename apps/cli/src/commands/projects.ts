import { usageError } from '../command-line/cli-error.ts';
import { tooLongOf } from '../embed/settings.ts';
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
        { title: 'LONG TEXTS', value: (project) => project.tooLong },
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
  tooLong?: string;
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
      ...(options.tooLong === undefined ? {} : { tooLong: tooLongOf(options.tooLong) }),
      ...why(options),
    }),
  );
  terminal.result(project, () => `Project "${project.name}" is ready as ${project.id}.`);
}

export interface UpdateProjectOptions {
  name?: string;
  split?: boolean;
  allowFallback?: boolean;
  tooLong?: string;
  reason?: string;
}

/** `weighbridge projects update`. JSON: the project. */
export async function updateProject(
  { ask, terminal }: Desk,
  id: string,
  options: UpdateProjectOptions,
): Promise<void> {
  const { name, split, allowFallback } = options;
  const change = {
    ...(name === undefined ? {} : { name }),
    ...(split === undefined ? {} : { splitLargeCalls: split }),
    ...(allowFallback === undefined ? {} : { allowFallback }),
    ...(options.tooLong === undefined ? {} : { tooLong: tooLongOf(options.tooLong) }),
  };
  if (Object.keys(change).length === 0) {
    throw usageError('Say what to change: --name, --[no-]split, --[no-]allow-fallback or --too-long.');
  }
  const project = await ask((trpc) => trpc.projects.update.mutate({ id, ...change, ...why(options) }));
  terminal.result(project, () => `Project ${project.id} is changed.`);
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
