import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StorageError } from '@weighbridge/embeddings/domain';
import Database from 'better-sqlite3';
import { createPrivateFile, prepareDataDir, unusable } from './data-directory.ts';
import { sqliteCodeOf } from './failure.ts';

export interface FileLock {
  release(): void;
}

/** Keeps held locks reachable: a collected connection would close and free its lock. */
const held = new Set<Database.Database>();

/**
 * Takes an exclusive lock that the operating system frees when the process dies, however it dies: SQLite's own file
 * lock on a tiny database. undefined when another process, or another lock in this one, still has it after `waitMs`.
 */
export function tryLock(path: string, waitMs = 0): FileLock | undefined {
  createPrivateFile(path);
  const connection = new Database(path, { timeout: waitMs });
  try {
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    if (sqliteCodeOf(error)?.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
  held.add(connection);
  return {
    release() {
      if (held.delete(connection)) connection.close();
    },
  };
}

/**
 * Makes this process the only gateway of a data directory until `release` or its death.
 * @throws StorageError DATA_DIR_LOCKED naming the holder; DATA_DIR_UNUSABLE
 */
export function lockDataDir(dataDir: string): FileLock {
  const { dir, gatewayLock } = prepareDataDir(resolve(dataDir));
  const pidFile = `${gatewayLock}.pid`;
  const lock = lockOrExplain(dir, gatewayLock);
  if (!lock) {
    const pid = readPid(pidFile);
    throw new StorageError(
      'DATA_DIR_LOCKED',
      `The data directory ${dir} is in use by ${pid === undefined ? 'another process' : `process ${pid}`}. ` +
        'Stop that gateway first, or give this one a directory of its own with WEIGHBRIDGE_DATA_DIR.',
      { dir, ...(pid === undefined ? {} : { pid }) },
    );
  }
  try {
    writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    lock.release();
    throw unusable(dir, error);
  }
  return {
    release() {
      rmSync(pidFile, { force: true });
      lock.release();
    },
  };
}

/** Runs `work` while no other process opens the same data directory. */
export function whileOpening<T>(path: string, waitMs: number, work: () => T): T {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const lock = lockOrExplain(dirname(path), path, waitMs);
  if (!lock) {
    throw new StorageError(
      'STORAGE_UNAVAILABLE',
      `Another process has been opening ${dirname(path)} for more than ${Math.round(waitMs / 1000)} s. Try again when it is done.`,
      { dir: dirname(path) },
    );
  }
  try {
    return work();
  } finally {
    lock.release();
  }
}

function lockOrExplain(dir: string, path: string, waitMs = 0): FileLock | undefined {
  try {
    return tryLock(path, waitMs);
  } catch (error) {
    throw unusable(dir, error);
  }
}

function readPid(path: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
    return Number.isNaN(pid) ? undefined : pid;
  } catch {
    return undefined;
  }
}
