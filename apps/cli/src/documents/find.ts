import { readdir, stat } from 'node:fs/promises';
import { basename, join, matchesGlob, relative, resolve, sep } from 'node:path';
import { CliError, usageError } from '../command-line/cli-error.ts';
import type { FoundFile } from './read.ts';

export interface FindOptions {
  cwd: string;
  /** Keep only files that match one of these. A pattern without a slash is matched with the name alone. */
  include?: readonly string[];
  exclude?: readonly string[];
  /** Absolute paths that are never documents, such as the output file. */
  except?: readonly string[];
}

const NEVER_ENTERED: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * The files under the given paths, each once: paths in the order given, folders in the order of their names. Hidden files
 * and folders, `.git` and `node_modules` are passed over unless they are named themselves.
 * @throws CliError PATH_NOT_FOUND before anything is read or sent.
 */
export async function findFiles(paths: readonly string[], options: FindOptions): Promise<FoundFile[]> {
  if (paths.length === 0) throw usageError('Name at least one file or folder to read.');
  const roots = await Promise.all(
    paths.map(async (path) => {
      const absolute = resolve(options.cwd, path);
      const found = await stat(absolute).catch(() => undefined);
      if (!found) {
        throw new CliError({
          code: 'PATH_NOT_FOUND',
          message: `There is no file or folder "${path}". Nothing was sent.`,
          facts: { path },
        });
      }
      if (!found.isFile() && !found.isDirectory()) {
        throw new CliError({
          code: 'NOT_A_FILE',
          message: `"${path}" is neither a file nor a folder. Save its content to a file first. Nothing was sent.`,
          facts: { path },
        });
      }
      return { absolute, folder: found.isDirectory() };
    }),
  );
  const seen = new Set<string>(options.except);
  const files: FoundFile[] = [];
  for (const { absolute, folder } of roots) {
    const below = folder ? walk(absolute) : [absolute];
    for await (const path of below) {
      if (seen.has(path)) continue;
      seen.add(path);
      if (wanted(folder ? relative(absolute, path) : basename(path), options)) {
        files.push({ id: documentId(path, options.cwd), path });
      }
    }
  }
  return files;
}

async function* walk(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (!entries) {
    // Reading it as a file fails too, and is reported like any other file that cannot be read.
    yield folder;
    return;
  }
  // By code unit, not by locale: the order of chunks must not depend on the machine's language.
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.') || NEVER_ENTERED.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield path;
    // A link to a folder could lead in circles; a link to a file is read as the file.
    else if (entry.isSymbolicLink() && (await stat(path).catch(() => undefined))?.isFile()) yield path;
  }
}

function wanted(path: string, { include = [], exclude = [] }: FindOptions): boolean {
  const matches = (pattern: string) =>
    matchesGlob(pattern.includes('/') ? slashes(path) : basename(path), pattern);
  return (include.length === 0 || include.some(matches)) && !exclude.some(matches);
}

function documentId(path: string, cwd: string): string {
  return slashes(relative(cwd, path) || basename(path));
}

function slashes(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
