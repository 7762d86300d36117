import { type Connection, connectReader } from '../files/connection.ts';
import { storageUnavailable } from '../files/failure.ts';
import { inspectDatabase } from '../integrity/inspect-database.ts';
import { writeBackup } from '../keeping/backup.ts';
import type { BackupReport, IntegrityReport } from '../ports/index.ts';
import type { UnavailableFor } from '../threads/caller.ts';
import { immediately, type Service } from '../threads/service.ts';

export interface KeeperData {
  main: string;
  cache: string;
}

/** What reads the whole database and takes as long as that takes. */
function keeperOperations(files: KeeperData, connection: Connection) {
  return {
    backup: (file: string, options: { withCache: boolean }): BackupReport =>
      writeBackup(files, file, options),
    check: (options: { full: boolean }): IntegrityReport => inspectDatabase(connection, options),
  };
}

export type KeeperOperations = ReturnType<typeof keeperOperations>;

export const keeperUnavailable: UnavailableFor = () => storageUnavailable;

export function openKeeper(files: KeeperData): Service {
  const connection = connectReader(files.main);
  return immediately(keeperOperations(files, connection), keeperUnavailable, () => connection.close());
}
