import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { StorageError } from '@weighbridge/embeddings/domain';
import { connectReader } from '../files/connection.ts';
import type { DataFiles } from '../files/data-directory.ts';
import { prepareDataDir } from '../files/data-directory.ts';
import { lockDataDir } from '../files/lock.ts';
import { explained } from '../files/opening.ts';
import { inspectDatabase } from '../integrity/inspect-database.ts';
import type { BackupReport, IntegrityReport } from '../ports/index.ts';
import { writeBackup } from './backup.ts';

/**
 * `KeepingStore.backup` of a data directory that no gateway runs on.
 * @throws StorageError DATA_DIR_LOCKED, DATABASE_MISSING, BACKUP_FAILED; ConflictError BACKUP_EXISTS
 */
export function backupDataDir(dataDir: string, file: string, options: { withCache: boolean }): BackupReport {
  return whileStopped(dataDir, (files) => writeBackup(files, file, options));
}

/** `KeepingStore.check` of a data directory that no gateway runs on. @throws StorageError DATA_DIR_LOCKED, DATABASE_MISSING */
export function checkDataDir(dataDir: string, options: { full: boolean }): IntegrityReport {
  return whileStopped(dataDir, ({ main }) => {
    const connection = explained(main, () => connectReader(main));
    try {
      return explained(main, () => inspectDatabase(connection, options));
    } finally {
      connection.close();
    }
  });
}

function whileStopped<T>(dataDir: string, work: (files: DataFiles) => T): T {
  const dir = resolve(dataDir);
  if (!existsSync(dir)) throw missing(dir);
  const lock = lockDataDir(dir);
  try {
    const files = prepareDataDir(dir);
    if (!existsSync(files.main)) throw missing(dir);
    return work(files);
  } finally {
    lock.release();
  }
}

function missing(dir: string): StorageError {
  return new StorageError(
    'DATABASE_MISSING',
    `There is no database in ${dir}. Name the data directory with --data-dir or WEIGHBRIDGE_DATA_DIR.`,
    { dir },
  );
}
