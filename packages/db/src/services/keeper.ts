import { type Connection, connectReader } from '../files/connection.ts';
import { storageUnavailable } from '../files/failure.ts';
import { inspectDatabase } from '../integrity/inspect-database.ts';
import { writeBackup } from '../keeping/backup.ts';
import { type SharedStep, stepWriter } from '../keeping/progress.ts';
import type { BackupReport, ExportOwner, IntegrityReport } from '../ports/index.ts';
import { openExport, readSlice, writeExport } from '../recall/export-file.ts';
import type { UnavailableFor } from '../threads/caller.ts';
import { immediately, type Service } from '../threads/service.ts';

export interface KeeperData {
  main: string;
  cache: string;
}

/** What reads the whole database and takes as long as that takes. */
function keeperOperations(files: KeeperData, connection: Connection) {
  return {
    backup: (file: string, options: { withCache: boolean }, shared: SharedStep): BackupReport =>
      writeBackup(files, file, options, stepWriter(shared)),
    exportCache: (file: string, owner: ExportOwner) => writeExport(files.cache, file, owner),
    exportSlice: (file: string, owner: ExportOwner, after: number, limit: number) => {
      const source = openExport(file, owner);
      try {
        return readSlice(source, file, after, limit);
      } finally {
        source.close();
      }
    },
    check: (options: { full: boolean }, shared: SharedStep): IntegrityReport =>
      inspectDatabase(connection, options, stepWriter(shared)),
  };
}

export type KeeperOperations = ReturnType<typeof keeperOperations>;

export const keeperUnavailable: UnavailableFor = () => storageUnavailable;

export function openKeeper(files: KeeperData): Service {
  const connection = connectReader(files.main);
  return immediately(keeperOperations(files, connection), keeperUnavailable, () => connection.close());
}
