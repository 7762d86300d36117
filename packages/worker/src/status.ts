import type { Database } from 'better-sqlite3';
import { createBacklog } from './backlog.ts';

export interface PipelineStatus {
  /** Jobs and chunks by state; states without any are left out. */
  jobs: Record<string, number>;
  chunks: Record<string, number>;
  collections: {
    collection: string;
    model: string;
    space: string | null;
    vectors: number;
    pausedUntil: string | null;
  }[];
  /** Batches whose lease is running, by worker. */
  workers: { workerId: string; batches: number; chunks: number; leaseExpiresAt: string }[];
  failures: { code: string; chunks: number; message: string }[];
  /** When the next waiting chunk is due: now at the earliest. Null when none waits. */
  dueAt: string | null;
}

/** Where everything stands; counts every row, so it is for people and not for loops. */
export function pipelineStatus(database: Database, now = Date.now()): PipelineStatus {
  const byState = (table: string) =>
    Object.fromEntries(
      database
        .prepare<[], { state: string; n: number }>(`SELECT state, count(*) AS n FROM ${table} GROUP BY state`)
        .all()
        .map(({ state, n }) => [state, n]),
    );
  const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const collections = database
    .prepare<
      [],
      { collection: string; model: string; space: string | null; runAfter: number; vectors: number }
    >(
      `SELECT k.collection, k.model, k.space, k.run_after AS runAfter,
        (SELECT count(*) FROM chunks c WHERE c.collection = k.collection AND c.state = 'embeddings_stored') AS vectors
       FROM collections k ORDER BY k.collection`,
    )
    .all();
  const workers = database
    .prepare<[], { workerId: string; batches: number; chunks: number; leaseExpiresAt: number }>(
      `SELECT worker_id AS workerId, count(*) AS batches, sum(chunks) AS chunks, max(lease_expires_at) AS leaseExpiresAt
       FROM embedding_batches WHERE state = 'in_progress' GROUP BY worker_id ORDER BY worker_id`,
    )
    .all();
  const failures = database
    .prepare<[], { code: string; chunks: number; message: string }>(
      `SELECT error_code AS code, count(*) AS chunks, min(error_message) AS message
       FROM chunks WHERE state = 'failed_embedding' GROUP BY error_code ORDER BY chunks DESC`,
    )
    .all();
  const { dueAt: due } = createBacklog(database)();
  return {
    jobs: byState('jobs'),
    chunks: byState('chunks'),
    collections: collections.map(({ runAfter, ...rest }) => ({
      ...rest,
      pausedUntil: runAfter > now ? instant(runAfter) : null,
    })),
    workers: workers.map((worker) => ({ ...worker, leaseExpiresAt: instant(worker.leaseExpiresAt) ?? '' })),
    failures,
    dueAt: due === null ? null : instant(Math.max(due, now)),
  };
}
