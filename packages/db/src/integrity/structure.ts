import type { Connection } from '../files/connection.ts';
import { pendingMigrations, unknownMigrations } from '../files/migrations.ts';
import type { IntegrityFinding } from '../ports/index.ts';
import { sound, unsound } from './finding.ts';

const RESTORE = 'Stop the gateway and restore the last sound backup: weighbridge restore <file>';

/** SQLite's own word: pages, cells and, with `full`, that each index agrees with its table. */
export function checkPages(connection: Connection, full: boolean): IntegrityFinding {
  const pragma = full ? 'integrity_check' : 'quick_check';
  const said = connection.prepare<[], string>(`PRAGMA ${pragma}(100)`).pluck().all();
  if (said.length === 1 && said[0] === 'ok') {
    return sound('pages', full ? 'every page and index is sound' : 'every page is sound');
  }
  return unsound('pages', 'the file is damaged', `Check the disk. ${RESTORE}`, said);
}

interface ForeignKeyRow {
  table: string;
  rowid: number | null;
  parent: string;
}

export function checkForeignKeys(connection: Connection): IntegrityFinding {
  const rows = connection.prepare<[], ForeignKeyRow>('PRAGMA foreign_key_check').all();
  if (rows.length === 0) return sound('foreign_keys', 'every reference leads somewhere');
  const lost = rows.map(
    ({ table, rowid, parent }) =>
      `${table}${rowid === null ? '' : ` row ${rowid}`} names a missing row of ${parent}`,
  );
  return unsound('foreign_keys', 'rows refer to rows that are not there', RESTORE, lost);
}

/** Whether this version of the program made the tables. Older ones are brought up to date at the next start. */
export function checkSchema(connection: Connection): IntegrityFinding {
  const unknown = unknownMigrations(connection);
  if (unknown === undefined) {
    return unsound('schema', 'these are not the tables of a gateway', RESTORE, ['no list of migrations']);
  }
  if (unknown.length === 0) {
    const pending = pendingMigrations(connection);
    return sound(
      'schema',
      pending === 0
        ? 'made by this version'
        : 'made by an older version; counters and sums can be counted once the next start has brought it up to date',
    );
  }
  const hint = 'Start the newer version, or restore a backup made by this one.';
  return unsound('schema', 'a newer version changed the tables', hint, unknown);
}
