import { dirname } from 'node:path';
import { StorageError } from '@weighbridge/embeddings/domain';
import { unusable } from './data-directory.ts';
import { isDamage, sqliteCodeOf } from './failure.ts';

/** Runs work that opens a database and says what an open failure means. */
export function explained<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isDamage(error)) throw unreadable(path, error instanceof Error ? error.message : 'damaged', error);
    const code = sqliteCodeOf(error) ?? '';
    if (/^SQLITE_(CANTOPEN|READONLY|PERM|IOERR|FULL)/.test(code)) throw unusable(dirname(path), error);
    throw error;
  }
}

export function unreadable(path: string, reason: string, cause?: unknown): StorageError {
  return new StorageError(
    'DATABASE_UNREADABLE',
    `${path} cannot be read as a Weighbridge database (${reason}). ` +
      'It was left as it is: restore a backup in its place, or move it away to begin with an empty one.',
    { path, reason },
    cause,
  );
}
