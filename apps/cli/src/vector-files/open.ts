import { extname } from 'node:path';
import { usageError } from '../command-line/cli-error.ts';
import type { VectorEncoding, VectorFile } from './vector-file.ts';

export type VectorFileKind = 'jsonl' | 'sqlite';

/** By the extension. @throws CliError USAGE when it says neither. */
export function vectorFileKind(path: string): VectorFileKind {
  switch (extname(path).toLowerCase()) {
    case '.jsonl':
    case '.ndjson':
      return 'jsonl';
    case '.db':
    case '.sqlite':
    case '.sqlite3':
      return 'sqlite';
    default:
      throw usageError(
        `"${path}" is no file of vectors by its name: end it in .jsonl for JSON lines, or in .db or .sqlite for a sqlite-vec database.`,
        { path },
      );
  }
}

/** Reads what a vector file already holds; it need not exist. */
export async function openVectorFile(path: string, encoding: VectorEncoding): Promise<VectorFile> {
  if (vectorFileKind(path) === 'jsonl') {
    const { openJsonl } = await import('./jsonl.ts');
    return openJsonl(path, encoding);
  }
  const { openSqlite } = await import('./sqlite.ts');
  return openSqlite(path);
}
