import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import * as sqliteVec from 'sqlite-vec';
import { CliError } from '../command-line/cli-error.ts';
import { notOurs } from './problems.ts';

export type VectorDatabase = Database.Database;

/** `Wbrg`: marks a SQLite file as ours, readable by the `file` command. */
const APPLICATION_ID = 0x57627267;

/** Opens a vector database with sqlite-vec loaded. @throws CliError OUTPUT_NOT_OURS */
export function openVectorDatabase(path: string, options: { readonly: boolean }): VectorDatabase {
  const isNew = !existsSync(path);
  let database: VectorDatabase;
  try {
    database = new Database(path, { readonly: options.readonly });
    if (isNew) database.pragma(`application_id = ${APPLICATION_ID}`);
    // Reading it is what shows whether the file is a database at all.
    const id = database.pragma('application_id', { simple: true });
    if (id !== APPLICATION_ID) {
      database.close();
      throw notOurs(path, 'it is a SQLite database of something else');
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_NOTADB') {
      throw notOurs(path, 'it is no SQLite database');
    }
    throw error;
  }
  loadVec(database);
  return database;
}

function loadVec(database: VectorDatabase): void {
  try {
    sqliteVec.load(database);
  } catch (cause) {
    throw new CliError({
      code: 'SQLITE_VEC_MISSING',
      message:
        'The sqlite-vec extension cannot be loaded on this platform. Write JSON lines instead (-o vectors.jsonl).',
      cause,
    });
  }
}

/** Everything but the vectors; created with the first write, when the dimensions are known. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS chunks (
    id INTEGER PRIMARY KEY,
    chunk_id TEXT NOT NULL UNIQUE,
    document_id TEXT NOT NULL,
    chunker TEXT NOT NULL,
    chunker_version TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    title TEXT,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    tokens INTEGER NOT NULL,
    model TEXT NOT NULL,
    model_version TEXT NOT NULL,
    dimensions INTEGER NOT NULL,
    space TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS chunks_by_document ON chunks (document_id, ordinal);
`;

/** What the meta table says; undefined before the first write. */
export function readMeta(database: VectorDatabase): ReadonlyMap<string, string> | undefined {
  const exists = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'meta'").get();
  if (!exists) return undefined;
  const rows = database.prepare<[], { key: string; value: string }>('SELECT key, value FROM meta').all();
  return new Map(rows.map(({ key, value }) => [key, value]));
}
