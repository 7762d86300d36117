import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { RecallScope } from '@weighbridge/embeddings/domain';
import { ConflictError, StorageError } from '@weighbridge/embeddings/domain';
import Database from 'better-sqlite3';
import { type Connection, connectReader } from '../files/connection.ts';
import { createPrivateFile } from '../files/data-directory.ts';
import { failureReason } from '../files/failure.ts';
import type { CacheExportReport, ExportOwner } from '../ports/index.ts';
import { type Packed, pack } from './packing.ts';

const FORMAT = 'weighbridge-cache';
const VERSION = 1;

const TABLES = `
  CREATE TABLE export (format TEXT NOT NULL, version INTEGER NOT NULL, pool TEXT NOT NULL, fingerprint TEXT NOT NULL);
  CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    space TEXT NOT NULL,
    partition TEXT NOT NULL,
    key BLOB NOT NULL,
    tokens INTEGER NOT NULL,
    crc32 INTEGER NOT NULL,
    vector BLOB NOT NULL
  );`;

interface ItemRow {
  id: number;
  space: string;
  partition: RecallScope['partition'];
  key: Buffer;
  tokens: number;
  crc32: number;
  vector: Buffer;
}

/** Consecutive items of one space and partition. */
export interface ExportSlice {
  space: string;
  partition: RecallScope['partition'];
  keys: Packed;
  vectors: Packed;
  tokens: Uint32Array;
  /** Items whose vector does not match its checksum; they are left out above. */
  damaged: number;
  /** Pass it as `after` to read on. */
  last: number;
}

/**
 * Copies a pool's vectors from the cache, in one snapshot of it, into a database of their own. A file of this name is a
 * whole export, or there is none.
 * @throws ConflictError EXPORT_EXISTS; StorageError EXPORT_FAILED
 */
export function writeExport(
  cache: string,
  file: string,
  { pool, fingerprint }: ExportOwner,
): CacheExportReport {
  if (existsSync(file)) {
    throw new ConflictError(
      'EXPORT_EXISTS',
      `${file} is there already, and an export never replaces anything. Name another file, or move that one away.`,
      { file },
    );
  }
  const partial = `${file}.partial`;
  let target: Connection | undefined;
  try {
    rmSync(partial, { force: true });
    createPrivateFile(partial);
    target = new Database(partial);
    target.pragma('journal_mode = OFF');
    target.exec(TABLES);
    target.prepare('ATTACH ? AS cache').run(cache);
    const own = target.prepare('INSERT INTO export VALUES (?, ?, ?, ?)');
    const copy = target.prepare(`
      INSERT INTO items (space, partition, key, tokens, crc32, vector)
      SELECT space, items.partition, key, tokens, crc32, value
      FROM cache.scopes AS scopes
      JOIN cache.items AS items ON items.scope = scopes.id
      JOIN cache.vectors AS vectors ON vectors.id = items.vector
      WHERE pool = ? ORDER BY scopes.id, key`);
    const entries = target.transaction(() => {
      own.run(FORMAT, VERSION, pool, fingerprint);
      return copy.run(pool).changes;
    })();
    target.prepare('DETACH cache').run();
    target.close();
    renameSync(partial, file);
    return { file, entries, bytes: statSync(file).size };
  } catch (error) {
    target?.close();
    rmSync(partial, { force: true });
    throw failed(file, error);
  }
}

/** @throws StorageError EXPORT_UNREADABLE; ConflictError EXPORT_FOREIGN */
export function openExport(file: string, owner: ExportOwner): Connection {
  const connection = reading(file, () => connectReader(file));
  try {
    const found = reading(file, () =>
      connection.prepare<[], ExportOwner & { format: string; version: number }>('SELECT * FROM export').get(),
    );
    if (found?.format !== FORMAT || found.version !== VERSION) throw unreadable(file, 'it is no export');
    assertOwner(file, found, owner);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** At most `limit` items after the one with id `after`; undefined at the end. @throws StorageError EXPORT_UNREADABLE */
export function readSlice(
  connection: Connection,
  file: string,
  after: number,
  limit: number,
): ExportSlice | undefined {
  const rows = reading(file, () =>
    connection
      .prepare<[number, number], ItemRow>('SELECT * FROM items WHERE id > ? ORDER BY id LIMIT ?')
      .all(after, limit),
  );
  const [first] = rows;
  if (!first) return undefined;
  const other = rows.findIndex(
    ({ space, partition }) => space !== first.space || partition !== first.partition,
  );
  const alike = other < 0 ? rows : rows.slice(0, other);
  const sound = alike.filter((row) => crc32(row.vector) === row.crc32);
  return {
    space: first.space,
    partition: first.partition,
    keys: pack(sound.map(({ key }) => key)),
    vectors: pack(sound.map(({ vector }) => vector)),
    tokens: Uint32Array.from(sound, ({ tokens }) => tokens),
    damaged: alike.length - sound.length,
    last: alike.at(-1)?.id ?? first.id,
  };
}

function assertOwner(file: string, found: ExportOwner, owner: ExportOwner): void {
  if (found.pool !== owner.pool) {
    throw new ConflictError(
      'EXPORT_FOREIGN',
      `${file} holds the vectors of the project "${found.pool}", not of "${owner.pool}". Import it into a project with that id.`,
      { file, pool: found.pool },
    );
  }
  if (found.fingerprint === owner.fingerprint) return;
  throw new ConflictError(
    'EXPORT_FOREIGN',
    `${file} was written under another secret, so none of its texts would be recognised here. ` +
      'Start the gateway with the WEIGHBRIDGE_SECRET (or the key file) of the one that exported it.',
    { file, pool: found.pool },
  );
}

function reading<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = failureReason(error) ?? (error instanceof Error ? error.message : String(error));
    throw unreadable(file, reason, error);
  }
}

function unreadable(file: string, reason: string, cause?: unknown): StorageError {
  return new StorageError(
    'EXPORT_UNREADABLE',
    `${file} cannot be read as an export of cached vectors (${reason}). Name a file that "weighbridge cache export" wrote.`,
    { file, reason },
    cause,
  );
}

function failed(file: string, cause: unknown): StorageError {
  const reason = failureReason(cause) ?? (cause instanceof Error ? cause.message : String(cause));
  return new StorageError(
    'EXPORT_FAILED',
    `The export ${file} could not be written (${reason}). Name a folder that is there, that the gateway may write to and that has room.`,
    { file, reason },
    cause,
  );
}
