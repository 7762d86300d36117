/** What a worker tells while it runs; JSON-safe. */
export type WorkerEvent = BatchEvent | RecoveredEvent | QueuedEvent;

/** One batch is written. */
export interface BatchEvent {
  event: 'batch';
  batchId: string;
  correlationId: string;
  collection: string;
  space: string | null;
  chunks: number;
  stored: number;
  failed: number;
  requeued: number;
  /** Chunks that another worker has by now. */
  lost: number;
  cached: number;
  tokens: number;
  billedTokens: number;
  costNanoUsd: string;
  ms: number;
  /** Why not all were stored. */
  code: string | null;
  message: string | null;
  /** ISO 8601: the collection waits until then. */
  pausedUntil: string | null;
}

/** Leases of other workers had expired; their chunks are back in the queue. */
export interface RecoveredEvent {
  event: 'recovered';
  batches: number;
}

/** Jobs went from `chunks_stored` to `embedding_queued`. */
export interface QueuedEvent {
  event: 'queued';
  jobs: number;
}

/** A run's sums. */
export interface WorkerSummary {
  batches: number;
  stored: number;
  failed: number;
  requeued: number;
  cached: number;
  tokens: number;
  billedTokens: number;
  costNanoUsd: string;
  /** Chunks that are not done, and when the next of them is due; null when nothing is left. */
  left: { chunks: number; dueAt: string | null };
}
