import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Statement } from 'better-sqlite3';
import type { Chunk } from '../chunks/chunk.ts';
import { CliError } from '../command-line/cli-error.ts';
import { unwritable } from './problems.ts';
import { openVectorDatabase, readMeta, SCHEMA, type VectorDatabase } from './sqlite-database.ts';
import {
  type FinishedDocument,
  type Pin,
  pinOf,
  TOO_LONG_BEFORE,
  type VectorFile,
  type VectorRow,
} from './vector-file.ts';

/**
 * A sqlite-vec database. A changed chunk replaces the old one, and chunks that a document no longer has are removed;
 * documents that were not part of the run stay.
 * @throws CliError OUTPUT_NOT_OURS
 */
export function openSqlite(path: string): VectorFile {
  return new SqliteFile(path);
}

interface Statements {
  replace: Statement<unknown[], { id: number }>;
  dropVector: Statement<[bigint]>;
  putVector: Statement<[bigint, Uint8Array]>;
  stale: Statement<[string, number], { id: number }>;
  dropChunk: Statement<[number]>;
}

class SqliteFile implements VectorFile {
  readonly removesStale = true;
  readonly path: string;
  #database: VectorDatabase | undefined;
  #find: Statement<[string], { sha256: string }> | undefined;
  #statements: Statements | undefined;
  #pin: Pin | undefined;

  constructor(path: string) {
    this.path = path;
    if (existsSync(path)) this.#open();
  }

  get pin(): Pin | undefined {
    return this.#pin;
  }

  has(chunk: Chunk): boolean {
    return this.#find?.get(chunk.chunkId)?.sha256 === chunk.sha256;
  }

  async prepare(): Promise<void> {
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      const database = this.#database ?? this.#open();
      database.pragma('journal_mode = WAL');
    } catch (error) {
      throw error instanceof CliError ? error : unwritable(this.path, error);
    }
  }

  async write(rows: readonly VectorRow[], finished: readonly FinishedDocument[]): Promise<void> {
    if (!this.#database) await this.prepare();
    const database = this.#database;
    if (!database) return;
    try {
      database.transaction(() => {
        const [first] = rows;
        if (first && !this.#statements) this.#create(database, first);
        for (const row of rows) this.#put(row);
        for (const document of finished) this.#dropStale(document);
      })();
    } catch (error) {
      throw unwritable(this.path, error);
    }
    const [first] = rows;
    if (first) this.#pin ??= pinOf(first);
  }

  async close(): Promise<void> {
    const database = this.#database;
    this.#database = undefined;
    if (!database) return;
    // Back to one file that can be copied as it is.
    if (this.#pin) database.pragma('journal_mode = DELETE');
    database.close();
  }

  #open(): VectorDatabase {
    const database = openVectorDatabase(this.path, { readonly: false });
    this.#database = database;
    const meta = readMeta(database);
    const space = meta?.get('space');
    const version = meta?.get('chunkerVersion');
    if (space !== undefined && version !== undefined) {
      this.#pin = { space, chunkerVersion: version, tooLong: meta?.get('tooLong') ?? TOO_LONG_BEFORE };
      this.#prepareStatements(database);
    }
    return database;
  }

  #create(database: VectorDatabase, row: VectorRow): void {
    database.exec(SCHEMA);
    database.exec(
      `CREATE VIRTUAL TABLE IF NOT EXISTS vectors USING vec0(embedding float[${row.dimensions}] distance_metric=cosine)`,
    );
    const put = database.prepare<[string, string]>('INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)');
    const meta = {
      space: row.space,
      model: row.model,
      modelVersion: row.modelVersion,
      dimensions: String(row.dimensions),
      chunkerVersion: row.chunk.chunkerVersion,
      tooLong: row.tooLong,
      created: new Date().toISOString(),
    };
    for (const [key, value] of Object.entries(meta)) put.run(key, value);
    this.#prepareStatements(database);
  }

  #prepareStatements(database: VectorDatabase): void {
    this.#find = database.prepare('SELECT sha256 FROM chunks WHERE chunk_id = ?');
    this.#statements = {
      replace: database.prepare(`
        INSERT INTO chunks (chunk_id, document_id, chunker, chunker_version, ordinal, title, text, sha256, tokens,
                            model, model_version, dimensions, space)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (chunk_id) DO UPDATE SET title = excluded.title, text = excluded.text, sha256 = excluded.sha256,
          tokens = excluded.tokens, model_version = excluded.model_version
        RETURNING id`),
      dropVector: database.prepare('DELETE FROM vectors WHERE rowid = ?'),
      putVector: database.prepare('INSERT INTO vectors (rowid, embedding) VALUES (?, ?)'),
      stale: database.prepare('SELECT id FROM chunks WHERE document_id = ? AND ordinal >= ?'),
      dropChunk: database.prepare('DELETE FROM chunks WHERE id = ?'),
    };
  }

  #put(row: VectorRow): void {
    const { chunk, vector } = row;
    const stored = this.#statements?.replace.get(
      chunk.chunkId,
      chunk.documentId,
      chunk.chunker,
      chunk.chunkerVersion,
      chunk.ordinal,
      chunk.title,
      chunk.text,
      chunk.sha256,
      chunk.tokens,
      row.model,
      row.modelVersion,
      row.dimensions,
      row.space,
    );
    if (!stored) return;
    // vec0 takes its row ids as 64-bit integers only.
    const id = BigInt(stored.id);
    this.#statements?.dropVector.run(id);
    this.#statements?.putVector.run(id, new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  }

  #dropStale({ documentId, chunks }: FinishedDocument): void {
    for (const { id } of this.#statements?.stale.all(documentId, chunks) ?? []) {
      this.#statements?.dropVector.run(BigInt(id));
      this.#statements?.dropChunk.run(id);
    }
  }
}
