import { LedgerUnavailableError, StorageError, type WeighbridgeError } from '@weighbridge/embeddings/domain';

const REASONS: readonly (readonly [prefix: string, reason: string])[] = [
  ['SQLITE_FULL', 'the disk is full'],
  ['SQLITE_IOERR', 'the disk reported an error'],
  ['SQLITE_READONLY', 'the file is read-only'],
  ['SQLITE_CANTOPEN', 'the file cannot be opened'],
  ['SQLITE_PERM', 'access is denied'],
  ['SQLITE_AUTH', 'access is denied'],
  ['SQLITE_BUSY', 'another process holds the database'],
  ['SQLITE_LOCKED', 'another process holds the database'],
  ['SQLITE_CORRUPT', 'the file is damaged'],
  ['SQLITE_NOTADB', 'the file is no database'],
  ['SQLITE_NOMEM', 'memory ran out'],
];

/** The result code of a SQLite failure, such as `SQLITE_FULL`; undefined for every other error. */
export function sqliteCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' && error.code.startsWith('SQLITE_') ? error.code : undefined;
}

export function isDamage(error: unknown): boolean {
  const code = sqliteCodeOf(error) ?? '';
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

/** What went wrong, in words; undefined when the error is none of SQLite's. */
export function failureReason(error: unknown): string | undefined {
  const code = sqliteCodeOf(error);
  if (code === undefined) {
    const closed = error instanceof TypeError && error.message.includes('database connection is not open');
    return closed ? 'the database is closed' : undefined;
  }
  const known = REASONS.find(([prefix]) => code.startsWith(prefix));
  return known ? `${known[1]}, ${code}` : code;
}

/** How a kind of work says that the database cannot do it. */
export type Unavailable = (reason: string, cause?: unknown) => WeighbridgeError;

export const ledgerUnavailable: Unavailable = (reason, cause) => new LedgerUnavailableError(reason, cause);

export const storageUnavailable: Unavailable = (reason, cause) =>
  new StorageError(
    'STORAGE_UNAVAILABLE',
    `The database cannot be used (${reason}). Free disk space or check the data directory, then try again.`,
    { reason },
    cause,
  );

/** The same error, or what it means when it is a failure of SQLite. */
export function translate(error: unknown, unavailable: Unavailable): unknown {
  const reason = failureReason(error);
  return reason === undefined ? error : unavailable(reason, error);
}
