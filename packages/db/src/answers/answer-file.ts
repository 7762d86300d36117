import Database from 'better-sqlite3';
import type { Connection } from '../files/connection.ts';
import { createPrivateFile } from '../files/data-directory.ts';
import { OtherVersionError } from '../files/useless.ts';

/** Raised whenever the tables below change: a file of another version is set aside, not migrated. */
const VERSION = 1;

const TABLES = `
  -- Small rows apart from the bodies: they outlive them.
  CREATE TABLE answers (
    id BLOB PRIMARY KEY,
    fingerprint BLOB NOT NULL,
    headers TEXT NOT NULL,
    -- NULL once the body had to make room.
    body INTEGER,
    bytes INTEGER NOT NULL,
    at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX answers_by_age ON answers (at);
  CREATE INDEX answers_with_bodies ON answers (at) WHERE body IS NOT NULL;
  CREATE TABLE bodies (id INTEGER PRIMARY KEY, value BLOB NOT NULL);
  PRAGMA user_version = ${VERSION};`;

/** Opens the file of answers, making it when it is missing. @throws what `isUseless` recognises when it must be made anew */
export function connectAnswers(path: string): Connection {
  createPrivateFile(path);
  const connection = new Database(path, { timeout: 10_000 });
  try {
    connection.pragma('page_size = 32768');
    connection.pragma('journal_mode = WAL');
    // A crash of the process loses nothing; one of the machine may lose the newest answers, never the file.
    connection.pragma('synchronous = NORMAL');
    connection.pragma('journal_size_limit = 67108864');
    connection.transaction(() => createTables(connection)).immediate();
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function createTables(connection: Connection): void {
  const version = connection.pragma('user_version', { simple: true });
  const tables = connection.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (version === 0 && tables === 0) connection.exec(TABLES);
  else if (version !== VERSION) throw new OtherVersionError(`The file has version ${version}.`);
}
