import Database from 'better-sqlite3';

export type Connection = Database.Database;

/** How long a statement waits for another process's transaction, in ms. */
const BUSY_TIMEOUT_MS = 10_000;

/** The connection that writes the main database: a COMMIT that returns is on the disk. */
export function connectWriter(path: string): Connection {
  const connection = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    // macOS lies about fsync unless it is asked this way; elsewhere this does nothing.
    connection.pragma('fullfsync = ON');
    connection.pragma('foreign_keys = ON');
    connection.pragma('journal_size_limit = 67108864');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** A connection that cannot write; it sees what is committed when a statement or transaction begins. */
export function connectReader(path: string): Connection {
  const connection = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    connection.pragma('query_only = ON');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Moves the write-ahead log into the file and closes, so that the file alone is the whole database. */
export function closeWriter(connection: Connection): void {
  if (!connection.open) return;
  try {
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // What stays in the log is durable there, and read from there at the next start.
  }
  connection.close();
}
