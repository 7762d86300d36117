import type { Database } from 'better-sqlite3';

export interface Backlog {
  /** Chunks without an end: queued, under way, or not taken in yet. */
  chunks: number;
  /** When the next queued one is due (ms since the epoch), pauses included; null when none is queued. */
  dueAt: number | null;
}

export function createBacklog(database: Database): () => Backlog {
  const read = database.prepare<unknown[], Backlog>(`
    SELECT
      (SELECT count(*) FROM chunks WHERE state IN ('chunks_stored', 'embedding_queued', 'embedding_in_progress')) AS chunks,
      (SELECT min(max(k.run_after, (SELECT min(c.run_after) FROM chunks c
          WHERE c.collection = k.collection AND c.state = 'embedding_queued')))
        FROM collections k
        WHERE EXISTS (SELECT 1 FROM chunks c WHERE c.collection = k.collection AND c.state = 'embedding_queued')) AS dueAt
  `);
  return () => read.get() ?? { chunks: 0, dueAt: null };
}
