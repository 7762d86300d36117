import { accessSync, closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from '@weighbridge/embeddings/domain';

/** Where everything lies within a data directory. */
export interface DataFiles {
  dir: string;
  main: string;
  cache: string;
  /** Answers kept for idempotency keys. */
  answers: string;
  /** Says how far the ledger had come. */
  mark: string;
  /** Held while a process opens: migrations, seeds and recovery happen one process at a time. */
  openingLock: string;
  /** Held by the one gateway that owns the directory. */
  gatewayLock: string;
  /** One lock file for each process that has the stores open. */
  instances: string;
}

/**
 * Creates the directory (mode 0700) when it is missing.
 * @throws StorageError DATA_DIR_UNUSABLE
 */
export function prepareDataDir(dir: string): DataFiles {
  const files: DataFiles = {
    dir,
    main: join(dir, 'weighbridge.db'),
    cache: join(dir, 'cache.db'),
    answers: join(dir, 'answers.db'),
    mark: join(dir, 'ledger.mark'),
    openingLock: join(dir, 'opening.lock'),
    gatewayLock: join(dir, 'gateway.lock'),
    instances: join(dir, 'instances'),
  };
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    mkdirSync(files.instances, { recursive: true, mode: 0o700 });
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusable(dir, error);
  }
  return files;
}

export function unusable(dir: string, cause: unknown): StorageError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const remedy = /disk is full/.test(reason)
    ? 'Free disk space'
    : 'Give it to this user with read and write access';
  return new StorageError(
    'DATA_DIR_UNUSABLE',
    `The data directory ${dir} cannot be used (${reason}). ` +
      `${remedy}, or name another one with WEIGHBRIDGE_DATA_DIR.`,
    { dir, reason },
    cause,
  );
}

/**
 * Creates a file that only its owner can read, unless it exists. An existing file is never opened: closing any
 * descriptor of it would drop the POSIX locks that SQLite holds on it in this process.
 */
export function createPrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
