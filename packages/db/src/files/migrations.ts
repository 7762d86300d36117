import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StorageError } from '@weighbridge/embeddings/domain';
import { drizzle, migrate, readMigrationFiles } from '../drizzle.ts';
import { type Connection, connectReader } from './connection.ts';
import { unusable } from './data-directory.ts';
import { sqliteCodeOf } from './failure.ts';
import { explained, unreadable } from './opening.ts';

const MIGRATIONS = fileURLToPath(new URL('../../drizzle', import.meta.url));

/**
 * Looks at an existing database without changing it.
 * @throws StorageError DATABASE_TOO_NEW, DATABASE_UNREADABLE
 */
export function assertUsable(path: string): void {
  if (!existsSync(path) || statSync(path).size === 0) return;
  const applied = explained(path, () => readApplied(path));
  if (applied === undefined) {
    throw unreadable(path, 'it holds tables of some other program');
  }
  const unknown = unknownAmong(applied);
  if (unknown.length > 0) {
    throw new StorageError(
      'DATABASE_TOO_NEW',
      `${path} was written by a newer version of Weighbridge (${unknown.length} unknown migrations). ` +
        'It was left as it is: start the newer version, or restore a backup made by this one.',
      { path, unknownMigrations: unknown.length },
    );
  }
}

/** Brings the schema up to date in one transaction. @throws the failure of SQLite; StorageError DATA_DIR_UNUSABLE */
export function applyMigrations(connection: Connection): void {
  try {
    migrate(drizzle({ client: connection }), { migrationsFolder: MIGRATIONS });
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    // On a full disk SQLite rolls back by itself; drizzle then fails to, and hides what it was about.
    if (cause instanceof Error && cause.message.includes('no transaction is active')) {
      throw unusable(dirname(connection.name), new Error('the disk is full or failing'));
    }
    throw sqliteCodeOf(cause) === undefined ? error : cause;
  }
}

/** Hashes of migrations that a newer version applied; undefined when the database is not one of ours. */
export function unknownMigrations(connection: Connection): string[] | undefined {
  const applied = appliedTo(connection);
  return applied && unknownAmong(applied);
}

/** Hashes of the applied migrations; undefined when the file is a database, but not one of ours. */
function readApplied(path: string): string[] | undefined {
  const connection = connectReader(path);
  try {
    return appliedTo(connection);
  } finally {
    connection.close();
  }
}

function appliedTo(connection: Connection): string[] | undefined {
  const tables = connection
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all();
  if (tables.length === 0) return [];
  if (!tables.includes('__drizzle_migrations')) return undefined;
  return connection.prepare<[], string>('SELECT hash FROM __drizzle_migrations').pluck().all();
}

/** How many migrations the next start will apply. */
export function pendingMigrations(connection: Connection): number {
  const applied = new Set(appliedTo(connection));
  return [...knownMigrations()].filter((hash) => !applied.has(hash)).length;
}

function knownMigrations(): Set<string> {
  return new Set(readMigrationFiles({ migrationsFolder: MIGRATIONS }).map((file) => file.hash));
}

function unknownAmong(applied: readonly string[]): string[] {
  const known = knownMigrations();
  return applied.filter((hash) => !known.has(hash));
}
