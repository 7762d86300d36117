import type { Database } from 'better-sqlite3';
import type { ClaimedBatch } from './claim.ts';
import { jobRollUp } from './roll-up.ts';

/** What becomes of one chunk of a batch. */
export type Fate =
  | { kind: 'stored'; vector: Float32Array; tokens: number }
  | { kind: 'failed'; code: string; message: string }
  /** Back to the queue; `counts` as a failed try where the reason lay with the chunk or the provider. */
  | { kind: 'requeued'; runAfter: number; counts: boolean; code: string; message: string };

export interface BatchResult {
  /** In the order of the batch's chunks. */
  fates: readonly Fate[];
  /** Of the answers; undefined when nothing was answered. */
  answered: { space: string; model: string; dimensions: number } | undefined;
  cached: number;
  tokens: number;
  billedTokens: number;
  costNanoUsd: bigint;
  /** The whole collection waits until then: a budget's reset, a provider's pause. */
  pauseUntil: number | undefined;
  /** Why not everything was stored. */
  error: { code: string; message: string } | undefined;
}

export interface Finished {
  stored: number;
  failed: number;
  requeued: number;
  /** Chunks that were no longer ours: the lease was lost and somebody else has them. */
  lost: number;
  /** The collection's space, where another worker had pinned another one first; nothing was stored then. */
  pinnedElsewhere: string | undefined;
}

/** Writes vectors, states, the batch and the jobs in one transaction. */
export function createFinish(
  database: Database,
): (batch: ClaimedBatch, result: BatchResult, now: number) => Finished {
  const pin = database.prepare(
    `UPDATE collections SET space = @space WHERE collection = @collection AND space IS NULL`,
  );
  const spaceOf = database
    .prepare<unknown[], string | null>(`SELECT space FROM collections WHERE collection = @collection`)
    .pluck();
  const pause = database.prepare(
    `UPDATE collections SET run_after = max(run_after, @until) WHERE collection = @collection`,
  );
  const held = `chunk_id = @chunkId AND batch_id = @batchId AND state = 'embedding_in_progress'`;
  const store = database.prepare(`
    UPDATE chunks SET state = 'embeddings_stored', model = @model, model_version = @model, dimensions = @dimensions,
      space = @space, error_code = NULL, error_message = NULL WHERE ${held}
  `);
  const buffer = database.prepare(`
    INSERT INTO embedding_buffer (chunk_id, batch_id, collection, space, dimensions, tokens, vector, stored_at)
    VALUES (@chunkId, @batchId, @collection, @space, @dimensions, @tokens, @vector, @now)
    ON CONFLICT (chunk_id) DO UPDATE SET batch_id = excluded.batch_id, collection = excluded.collection,
      space = excluded.space, dimensions = excluded.dimensions, tokens = excluded.tokens, vector = excluded.vector,
      stored_at = excluded.stored_at
  `);
  const fail = database.prepare(
    `UPDATE chunks SET state = 'failed_embedding', error_code = @code, error_message = @message WHERE ${held}`,
  );
  const requeue = database.prepare(`
    UPDATE chunks SET state = 'embedding_queued', batch_id = NULL, run_after = @runAfter,
      attempts = attempts + @counts, error_code = @code, error_message = @message WHERE ${held}
  `);
  const close = database.prepare(`
    UPDATE embedding_batches SET state = 'done', finished_at = @now, stored = @stored, failed = @failed,
      requeued = @requeued, cached = @cached, tokens = @tokens, billed_tokens = @billedTokens,
      cost_nano_usd = @costNanoUsd, error_code = @code, error_message = @message
    WHERE batch_id = @batchId AND state = 'in_progress'
  `);
  const rollUp = jobRollUp(database);

  const finish = database.transaction((batch: ClaimedBatch, result: BatchResult, now: number): Finished => {
    const { batchId } = batch;
    const { collection } = batch.collection;
    const { answered } = result;
    const stores = result.fates.some(({ kind }) => kind === 'stored');
    if (stores && answered) pin.run({ collection, space: answered.space });
    const space = spaceOf.get({ collection }) ?? undefined;
    const pinnedElsewhere = stores && answered && space !== answered.space ? space : undefined;
    if (result.pauseUntil !== undefined) pause.run({ collection, until: result.pauseUntil });
    const counts = { stored: 0, failed: 0, requeued: 0 };
    for (const [index, { chunkId }] of batch.chunks.entries()) {
      const fate = settled(result.fates[index], pinnedElsewhere, now);
      const key = { chunkId, batchId };
      if (fate.kind === 'stored' && answered) {
        if (store.run({ ...key, ...answered }).changes === 0) continue;
        buffer.run({
          ...key,
          ...answered,
          collection,
          tokens: fate.tokens,
          vector: bytesOf(fate.vector),
          now,
        });
        counts.stored += 1;
      } else if (fate.kind === 'failed') {
        counts.failed += fail.run({ ...key, code: fate.code, message: fate.message }).changes;
      } else if (fate.kind === 'requeued') {
        const { runAfter, code, message } = fate;
        counts.requeued += requeue.run({
          ...key,
          runAfter,
          counts: Number(fate.counts),
          code,
          message,
        }).changes;
      }
    }
    close.run({
      batchId,
      now,
      ...counts,
      cached: result.cached,
      tokens: result.tokens,
      billedTokens: result.billedTokens,
      costNanoUsd: result.costNanoUsd,
      code: result.error?.code ?? null,
      message: result.error?.message ?? null,
    });
    rollUp(new Set(batch.chunks.map(({ jobId }) => jobId)), now);
    const lost = batch.chunks.length - counts.stored - counts.failed - counts.requeued;
    return { ...counts, lost, pinnedElsewhere };
  });
  return (batch, result, now) => finish.immediate(batch, result, now);
}

/** Vectors of another space than the collection's are not written; everything else stays as it was decided. */
function settled(fate: Fate | undefined, pinnedElsewhere: string | undefined, now: number): Fate {
  if (fate && (fate.kind !== 'stored' || pinnedElsewhere === undefined)) return fate;
  const message = 'Another worker pinned the collection to another vector space first.';
  return { kind: 'requeued', runAfter: now, counts: false, code: 'SPACE_MISMATCH', message };
}

/** Every platform that Node runs on with these dependencies is little-endian. */
function bytesOf(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}
