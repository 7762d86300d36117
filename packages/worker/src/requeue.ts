import type { Database } from 'better-sqlite3';
import { jobRollUp } from './roll-up.ts';

export interface RequeueOptions {
  /** Also what failed for good, for instance after its texts were stored again. */
  failed: boolean;
  collection?: string;
}

/** Makes what waits for a later time due now, for instance because a budget was raised. Answers how many chunks. */
export function requeue(database: Database, options: RequeueOptions, now = Date.now()): number {
  const { failed, collection = null } = options;
  const of = `(@collection IS NULL OR collection = @collection)`;
  const rollUp = jobRollUp(database);
  const requeueAll = database.transaction(() => {
    database.prepare(`UPDATE collections SET run_after = 0 WHERE ${of}`).run({ collection });
    const states = failed ? `('embedding_queued', 'failed_embedding')` : `('embedding_queued')`;
    const which = `${of} AND state IN ${states} AND (run_after > @now OR state = 'failed_embedding')`;
    const jobs = database
      .prepare<unknown[], string>(`SELECT DISTINCT job_id FROM chunks WHERE ${which}`)
      .pluck()
      .all({ collection, now });
    const { changes } = database
      .prepare(
        `UPDATE chunks SET state = 'embedding_queued', run_after = 0, attempts = 0, batch_id = NULL,
          error_code = NULL, error_message = NULL WHERE ${which}`,
      )
      .run({ collection, now });
    if (failed) {
      const stranded = `UPDATE jobs SET state = 'chunks_stored', error_code = NULL, error_message = NULL
        WHERE error_code = 'UNKNOWN_COLLECTION' AND ${of}`;
      database.prepare(stranded).run({ collection });
    }
    rollUp(jobs, now);
    return changes;
  });
  return requeueAll.immediate();
}
