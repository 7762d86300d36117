import Database from 'better-sqlite3';
import type { Connection } from '../files/connection.ts';
import { createPrivateFile } from '../files/data-directory.ts';
import { OtherVersionError } from '../files/useless.ts';

/** Raised whenever the tables below change: a cache of another version is set aside, not migrated. */
const VERSION = 1;

const TABLES = `
  CREATE TABLE scopes (
    id INTEGER PRIMARY KEY,
    pool TEXT NOT NULL,
    space TEXT NOT NULL,
    partition TEXT NOT NULL,
    UNIQUE (pool, space, partition)
  );
  -- Small rows apart from the vectors, so that noting a use rewrites tens of bytes, not kilobytes.
  CREATE TABLE items (
    scope INTEGER NOT NULL REFERENCES scopes (id),
    key BLOB NOT NULL,
    partition TEXT NOT NULL,
    vector INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    crc32 INTEGER NOT NULL,
    vector_bytes INTEGER NOT NULL,
    -- What the entry counts against the bound.
    bytes INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
  ) WITHOUT ROWID;
  CREATE INDEX items_by_use ON items (partition, last_used);
  -- Raw little-endian float32.
  CREATE TABLE vectors (id INTEGER PRIMARY KEY, value BLOB NOT NULL);
  CREATE TABLE partitions (partition TEXT PRIMARY KEY, entries INTEGER NOT NULL, bytes INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO partitions VALUES ('paid', 0, 0), ('free', 0, 0);
  PRAGMA user_version = ${VERSION};`;

/** Opens the cache, making it when it is missing. @throws what `isUseless` recognises when it must be made anew */
export function connectCache(path: string): Connection {
  createPrivateFile(path);
  const connection = new Database(path, { timeout: 10_000 });
  try {
    // Five vectors of 1,536 floats fill a page of this size to 95 %; one of 16 kB holds two and wastes a quarter.
    connection.pragma('page_size = 32768');
    connection.pragma('journal_mode = WAL');
    // A crash may lose the newest vectors, never the file: it is a cache.
    connection.pragma('synchronous = NORMAL');
    connection.pragma('journal_size_limit = 67108864');
    // 64 MB: keys are in no order, so a longer log writes each page of theirs once where a shorter one writes it often.
    connection.pragma('wal_autocheckpoint = 2000');
    connection.pragma('cache_size = -32768');
    connection.transaction(() => createTables(connection)).immediate();
    connection.prepare('SELECT * FROM partitions').all();
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
  else if (version !== VERSION) throw new OtherVersionError(`The cache has version ${version}.`);
}
