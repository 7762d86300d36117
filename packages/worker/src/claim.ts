import { createHash, randomBytes } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { jobRollUp } from './roll-up.ts';

/** Where a batch's vectors go. */
export interface Collection {
  collection: string;
  model: string;
  dimensions: number | null;
  /** Null until the first write. */
  space: string | null;
}

export interface ClaimedChunk {
  chunkId: string;
  jobId: string;
  attempts: number;
  /** Why it was put back the last time. */
  lastCode: string | null;
  /** What is to be embedded; undefined where the row itself is damaged, with the reason in `problem`. */
  text: string;
  problem: { code: string; message: string } | undefined;
}

/** Chunks that are this worker's until its lease ends. */
export interface ClaimedBatch {
  batchId: string;
  correlationId: string;
  collection: Collection;
  chunks: ClaimedChunk[];
}

export interface ClaimOptions {
  workerId: string;
  leaseMs: number;
  maxChunks: number;
  maxBytes: number;
}

interface Row {
  chunkId: string;
  jobId: string;
  attempts: number;
  lastCode: string | null;
  bytes: Buffer;
  sha256: string;
  correlationId: string | null;
}

/**
 * Takes chunks that are due, of one collection, for one call. `BEGIN IMMEDIATE` lets one worker at a time choose, and
 * what it chose is out of the others' sight when it commits.
 */
export function createClaim(
  database: Database,
): (now: number, options: ClaimOptions) => ClaimedBatch | undefined {
  const due = `EXISTS (SELECT 1 FROM chunks c WHERE c.collection = k.collection AND c.state = 'embedding_queued' AND c.run_after <= @now)`;
  const collectionWithWork = database.prepare<unknown[], Collection>(`
    SELECT collection, model, dimensions, space FROM collections k
    WHERE k.run_after <= @now AND ${due} ORDER BY random() LIMIT 1
  `);
  // As bytes, since a text that is no UTF-8 would come as something else than what was hashed.
  const rows = database.prepare<unknown[], Row>(`
    SELECT chunk_id AS chunkId, c.job_id AS jobId, attempts, c.error_code AS lastCode, CAST(text AS BLOB) AS bytes, text_sha256 AS sha256,
      j.correlation_id AS correlationId
    FROM chunks c JOIN jobs j ON j.job_id = c.job_id
    WHERE c.collection = @collection AND c.state = 'embedding_queued' AND c.run_after <= @now
    ORDER BY c.run_after, c.rowid LIMIT @limit
  `);
  const take = database.prepare(
    `UPDATE chunks SET state = 'embedding_in_progress', batch_id = @batchId WHERE chunk_id = @chunkId`,
  );
  const record = database.prepare(`
    INSERT INTO embedding_batches
      (batch_id, collection, worker_id, correlation_id, state, lease_expires_at, claimed_at, chunks)
    VALUES (@batchId, @collection, @workerId, @correlationId, 'in_progress', @leaseExpiresAt, @now, @chunks)
  `);
  const rollUp = jobRollUp(database);

  const claim = database.transaction((now: number, options: ClaimOptions): ClaimedBatch | undefined => {
    const collection = collectionWithWork.get({ now });
    if (!collection) return undefined;
    const chosen = withinBytes(
      rows.iterate({ now, collection: collection.collection, limit: options.maxChunks }),
      options.maxBytes,
    );
    const batchId = `emb_${randomBytes(10).toString('hex')}`;
    const correlationId = correlationOf(chosen) ?? batchId;
    record.run({
      batchId,
      collection: collection.collection,
      workerId: options.workerId,
      correlationId,
      leaseExpiresAt: now + options.leaseMs,
      now,
      chunks: chosen.length,
    });
    for (const { chunkId } of chosen) take.run({ batchId, chunkId });
    rollUp(new Set(chosen.map(({ jobId }) => jobId)), now);
    return { batchId, correlationId, collection, chunks: chosen.map(read) };
  });
  return (now, options) => (collectionWithWork.get({ now }) ? claim.immediate(now, options) : undefined);
}

function withinBytes(rows: Iterable<Row>, maxBytes: number): Row[] {
  const chosen: Row[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = row.bytes?.length ?? 0;
    if (chosen.length > 0 && bytes + size > maxBytes) break;
    chosen.push(row);
    bytes += size;
  }
  return chosen;
}

/** The job's own id where the batch is of one job, so that one search finds its way through every log. */
function correlationOf(rows: readonly Row[]): string | undefined {
  const ids = new Set(rows.map(({ correlationId }) => correlationId));
  const [only] = ids;
  return ids.size === 1 && only && /^[\x21-\x7e]{1,128}$/.test(only) ? only : undefined;
}

function read({ bytes, sha256, correlationId: _, ...row }: Row): ClaimedChunk {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    const text = utf8.decode(bytes ?? Buffer.alloc(0));
    const changed = createHash('sha256').update(bytes).digest('hex') !== sha256.toLowerCase();
    return { ...row, text, problem: changed ? TEXT_CHANGED : undefined };
  } catch {
    return { ...row, text: '', problem: INVALID_UNICODE };
  }
}

const TEXT_CHANGED = {
  code: 'TEXT_CHANGED',
  message: 'The text is not the one that text_sha256 was made of. Store the chunk again.',
};

const INVALID_UNICODE = {
  code: 'INVALID_UNICODE',
  message: 'The text is no valid UTF-8; it was probably cut inside a character. Store the chunk again.',
};
