import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';

export interface StoredChunk {
  chunkId: string;
  text: string | Buffer;
  sha256?: string;
}

export function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

export function addCollection(database: Database, collection: string, dimensions: number | null = 32): void {
  database
    .prepare('INSERT INTO collections (collection, model, dimensions) VALUES (?, ?, ?)')
    .run(collection, 'text-embedding-3-small', dimensions);
}

/** What the step before ours does: a job and its chunks, in one transaction. */
export function storeChunks(
  database: Database,
  job: { jobId: string; collection: string; correlationId?: string },
  chunks: readonly (string | StoredChunk)[],
): void {
  const insert = database.prepare(`
    INSERT INTO chunks (chunk_id, job_id, document_id, chunker, chunker_version, ordinal, text, text_sha256)
    VALUES (@chunkId, @jobId, @jobId, 'test', '1', @ordinal, CAST(@text AS TEXT), @hash)
  `);
  database.transaction(() => {
    database
      .prepare(
        `INSERT INTO jobs (job_id, collection, document_id, correlation_id, state) VALUES (?, ?, ?, ?, 'chunks_stored')`,
      )
      .run(job.jobId, job.collection, job.jobId, job.correlationId ?? null);
    for (const [ordinal, given] of chunks.entries()) {
      const chunk = typeof given === 'string' ? { chunkId: `${job.jobId}.${ordinal}`, text: given } : given;
      const bytes = Buffer.isBuffer(chunk.text) ? chunk.text : Buffer.from(chunk.text);
      const hash = ('sha256' in chunk ? chunk.sha256 : undefined) ?? sha256(bytes);
      insert.run({ chunkId: chunk.chunkId, jobId: job.jobId, ordinal, text: bytes, hash });
    }
  })();
}

export interface ChunkRow {
  state: string;
  error_code: string | null;
  error_message: string | null;
  run_after: number;
  attempts: number;
  space: string | null;
  batch_id: string | null;
}

export function chunkOf(database: Database, chunkId: string): ChunkRow {
  return database.prepare<[string], ChunkRow>('SELECT * FROM chunks WHERE chunk_id = ?').get(chunkId)!;
}

export function jobOf(
  database: Database,
  jobId: string,
): { state: string; error_code: string | null; error_message: string | null } {
  return database
    .prepare<[string], { state: string; error_code: string | null; error_message: string | null }>(
      'SELECT state, error_code, error_message FROM jobs WHERE job_id = ?',
    )
    .get(jobId)!;
}

export function countBy(database: Database, table: 'chunks' | 'jobs'): Record<string, number> {
  return Object.fromEntries(
    database
      .prepare<[], { state: string; n: number }>(`SELECT state, count(*) AS n FROM ${table} GROUP BY state`)
      .all()
      .map(({ state, n }) => [state, n]),
  );
}

export function vectorOf(database: Database, chunkId: string): Float32Array {
  const bytes = database
    .prepare<[string], Buffer>('SELECT vector FROM embedding_buffer WHERE chunk_id = ?')
    .pluck()
    .get(chunkId)!;
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
