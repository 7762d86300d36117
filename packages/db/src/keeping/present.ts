import { existsSync } from 'node:fs';
import { StorageError } from '@weighbridge/embeddings/domain';
import { type Connection, closeWriter, connectReader, connectWriter } from '../files/connection.ts';
import type { DataFiles } from '../files/data-directory.ts';
import { type LimitDifference, limitDifferences, revivedKeys } from './differences.ts';

/** The database that a backup is about to replace. */
export interface Present {
  readable: boolean;
  /** Whether it is the same ledger, gone on since the backup (or not). */
  continues: boolean;
  /** Whether it has seen anything that the backup has not, be it a gap of its own. */
  hasMore: boolean;
  highWater: number;
  /** Names of access keys that were revoked in it and are live in the backup. */
  revokedSince: string[];
  limitsSince: LimitDifference[];
}

const UNKNOWN: Present = {
  limitsSince: [],
  readable: false,
  continues: false,
  hasMore: true,
  highWater: 0,
  revokedSince: [],
};

/** Also empties its write-ahead log, so that its file alone is all of it. @throws StorageError when it is the backup itself */
export function lookAtPresent(files: DataFiles, staged: string, backup: string): Present {
  if (files.main === backup) {
    throw new StorageError('BACKUP_UNSOUND', `${backup} is the database itself. Name a backup of it.`, {
      file: backup,
    });
  }
  if (!existsSync(files.main)) return UNKNOWN;
  let connection: Connection | undefined;
  const copy = connectReader(staged);
  try {
    // Opened for writing, SQLite throws away the log of a file that is no database.
    assertReadable(files.main);
    connection = connectWriter(files.main);
    return compare(connection, copy);
  } catch {
    return UNKNOWN;
  } finally {
    copy.close();
    if (connection) closeWriter(connection);
  }
}

function assertReadable(path: string): void {
  const connection = connectReader(path);
  try {
    connection.prepare('SELECT high_water FROM ledger_clock').get();
  } finally {
    connection.close();
  }
}

function compare(present: Connection, backup: Connection): Present {
  const last = backup
    .prepare<[], { seq: number; id: string; placed_at: number }>(
      'SELECT seq, id, placed_at FROM entries ORDER BY seq DESC LIMIT 1',
    )
    .get();
  const one = <T>(connection: Connection, query: string, ...values: (string | number)[]) =>
    connection
      .prepare<(string | number)[], T>(query)
      .pluck()
      .get(...values);
  const same =
    last && one<number>(present, 'SELECT 1 FROM entries WHERE seq = ? AND id = ?', last.seq, last.id);
  // Projects are made once and their time tells two installations apart while nothing is in the ledger.
  const born = "SELECT created_at FROM projects WHERE id = 'default'";
  const continues = last ? same === 1 : one(present, born) === one(backup, born);
  const clock = 'SELECT high_water FROM ledger_clock';
  const highWater = one<number>(present, clock) ?? 0;
  return {
    readable: true,
    continues,
    hasMore:
      highWater > (one<number>(backup, clock) ?? 0) ||
      (one<number | null>(present, 'SELECT max(seq) FROM entries') ?? 0) > (last?.seq ?? 0),
    highWater,
    revokedSince: continues ? revivedKeys(present, backup) : [],
    limitsSince: continues ? limitDifferences(present, backup) : [],
  };
}
