import { resolve } from 'node:path';
import type { RouterOutputs } from '@weighbridge/client';
import { usageError } from '../command-line/cli-error.ts';
import { bytes, counted } from '../present/quantity.ts';
import { table } from '../present/table.ts';
import { type Desk, why } from './administration.ts';

type Use = RouterOutputs['cache']['list'][number];

export interface CacheOptions {
  project?: string;
  reason?: string;
  yes?: boolean;
}

/** `weighbridge cache list`: what is kept, by project and space. JSON: an array. */
export async function listCache({ ask, terminal }: Desk): Promise<void> {
  const uses = await ask((trpc) => trpc.cache.list.query());
  terminal.result(uses, () => usesTable(uses));
}

/** `weighbridge cache purge --project search`: asks first on a terminal. JSON: `{ project, entries, bytes }`. */
export async function purgeCache(desk: Desk, options: CacheOptions): Promise<void> {
  const { ask, terminal } = desk;
  const project = projectOf(options);
  if (!options.yes && terminal.interactive) {
    const { askToGoOn } = await import('../embed/confirm.ts');
    await askToGoOn(`Forget every vector of ${project}? Texts that are asked for again are paid for again.`);
  }
  const purged = await ask((trpc) => trpc.cache.purge.mutate({ project, ...why(options) }));
  terminal.result(
    purged,
    () => `${counted(purged.entries, 'vector')} of ${purged.project} forgotten (${bytes(purged.bytes)}).`,
  );
}

/** `weighbridge cache export <file> --project search`. JSON: `{ project, file, entries, bytes }`. */
export async function exportCache(
  desk: Desk,
  file: string,
  options: CacheOptions,
  cwd: string,
): Promise<void> {
  const project = projectOf(options);
  const report = await desk.ask((trpc) =>
    trpc.cache.export.mutate({ project, file: resolve(cwd, file), ...why(options) }),
  );
  desk.terminal.result(
    report,
    () =>
      `${counted(report.entries, 'vector')} of ${report.project} written to ${report.file} (${bytes(report.bytes)}). ` +
      'It is of use to a gateway with the same secret and a project of this id.',
  );
}

/** `weighbridge cache import <file> --project search`. JSON: `{ project, entries, added, refused }`. */
export async function importCache(
  desk: Desk,
  file: string,
  options: CacheOptions,
  cwd: string,
): Promise<void> {
  const project = projectOf(options);
  const report = await desk.ask((trpc) =>
    trpc.cache.import.mutate({ project, file: resolve(cwd, file), ...why(options) }),
  );
  desk.terminal.result(report, () => {
    const known = report.entries - report.added - report.refused;
    return (
      `${counted(report.added, 'vector')} added to ${report.project}; ${known} were kept already` +
      `${report.refused === 0 ? '' : `, ${report.refused} were damaged or unsound and left out`}.`
    );
  });
}

function projectOf({ project }: CacheOptions): string {
  if (project !== undefined) return project;
  throw usageError('Name the project whose vectors are meant, with --project.');
}

function usesTable(uses: readonly Use[]): string {
  return table(
    uses,
    [
      { title: 'PROJECT', value: (use) => use.project },
      { title: 'SPACE', value: (use) => use.space },
      { title: 'MADE BY', value: (use) => (use.partition === 'paid' ? 'a paid provider' : 'a free one') },
      { title: 'VECTORS', value: (use) => String(use.entries), align: 'right' },
      { title: 'SIZE', value: (use) => bytes(use.bytes), align: 'right' },
    ],
    'Nothing is kept yet.',
  );
}
