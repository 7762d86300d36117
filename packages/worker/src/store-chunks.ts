import type { Database } from 'better-sqlite3';

export interface NewCollection {
  collection: string;
  model: string;
  /** Undefined: the model's own. */
  dimensions?: number;
}

/** Makes a collection; one that is there stays as it is. Answers whether it is new. */
export function addCollection(database: Database, { collection, model, dimensions }: NewCollection): boolean {
  const { changes } = database
    .prepare(
      'INSERT INTO collections (collection, model, dimensions) VALUES (?, ?, ?) ON CONFLICT (collection) DO NOTHING',
    )
    .run(collection, model, dimensions ?? null);
  return changes === 1;
}

export interface NewDocument {
  jobId: string;
  collection: string;
  documentId: string;
  correlationId?: string;
  chunks: readonly {
    chunkId: string;
    chunker: string;
    chunkerVersion: string;
    ordinal: number;
    text: string;
    /** SHA-256 of the text in UTF-8, hexadecimal. */
    sha256: string;
  }[];
}

/**
 * What the step before ours does: stores a document's chunks and sets its job to `chunks_stored`, in one transaction.
 * Chunks that are there with the same text keep their vectors; those that the document no longer has are removed.
 */
export function storeChunks(database: Database, document: NewDocument, now = Date.now()): void {
  const { jobId, collection, documentId, correlationId, chunks } = document;
  const job = database.prepare(`
    INSERT INTO jobs (job_id, collection, document_id, correlation_id, state, updated_at)
    VALUES (@jobId, @collection, @documentId, @correlationId, 'chunks_stored', @now)
    ON CONFLICT (job_id) DO UPDATE SET state = 'chunks_stored', collection = @collection,
      correlation_id = @correlationId, error_code = NULL, error_message = NULL, updated_at = @now
  `);
  const chunk = database.prepare(`
    INSERT INTO chunks (chunk_id, job_id, document_id, chunker, chunker_version, ordinal, text, text_sha256)
    VALUES (@chunkId, @jobId, @documentId, @chunker, @chunkerVersion, @ordinal, @text, @sha256)
    ON CONFLICT (chunk_id) DO UPDATE SET job_id = @jobId, text = @text, text_sha256 = @sha256, ordinal = @ordinal,
      state = 'chunks_stored', attempts = 0, run_after = 0, batch_id = NULL, error_code = NULL, error_message = NULL
      WHERE text_sha256 <> @sha256 OR state = 'failed_embedding'
  `);
  const gone = `job_id = @jobId AND chunk_id NOT IN (SELECT value FROM json_each(@kept))`;
  const store = database.transaction(() => {
    job.run({ jobId, collection, documentId, correlationId: correlationId ?? null, now });
    for (const one of chunks) chunk.run({ jobId, documentId, ...one });
    const kept = JSON.stringify(chunks.map(({ chunkId }) => chunkId));
    database
      .prepare(`DELETE FROM embedding_buffer WHERE chunk_id IN (SELECT chunk_id FROM chunks WHERE ${gone})`)
      .run({ jobId, kept });
    database.prepare(`DELETE FROM chunks WHERE ${gone}`).run({ jobId, kept });
  });
  store.immediate();
}
