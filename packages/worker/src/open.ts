import BetterSqlite3, { type Database } from 'better-sqlite3';
import { WorkerError } from './errors.ts';

/** Other workers and the pipeline write too; each transaction is short. */
const BUSY_TIMEOUT_MS = 15_000;

/** @throws WorkerError CANNOT_OPEN, NO_TABLES */
export function openPipeline(path: string, options: { create?: boolean } = {}): Database {
  let database: Database;
  try {
    database = new BetterSqlite3(path, { fileMustExist: !options.create, timeout: BUSY_TIMEOUT_MS });
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
  } catch (cause) {
    throw new WorkerError({
      code: 'CANNOT_OPEN',
      message: `The pipeline's database ${path} cannot be opened: ${cause instanceof Error ? cause.message : cause}. Check the path, or make one with "weighbridge worker init --db ${path}".`,
      facts: { path },
      cause,
    });
  }
  if (!options.create && !hasTables(database)) {
    database.close();
    throw new WorkerError({
      code: 'NO_TABLES',
      message: `${path} has no table of chunks. Make the tables with "weighbridge worker init --db ${path}".`,
      facts: { path },
    });
  }
  return database;
}

function hasTables(database: Database): boolean {
  const tables = ['collections', 'jobs', 'chunks', 'embedding_batches', 'embedding_buffer'];
  const found = database
    .prepare(`SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN (${tables.map(() => '?')})`)
    .pluck()
    .get(...tables);
  return found === tables.length;
}
