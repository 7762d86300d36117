import type { Database } from 'better-sqlite3';
import { jobRollUp } from './roll-up.ts';

/** Jobs of one transaction, so that others get their turn at the database. */
const JOBS_AT_ONCE = 500;

/** `chunks_stored → embedding_queued`, for jobs and their chunks. Answers how many jobs it took. */
export function createIntake(database: Database): (now: number) => number {
  const waiting = database
    .prepare<[], string>(`SELECT job_id FROM jobs WHERE state = 'chunks_stored' LIMIT ${JOBS_AT_ONCE}`)
    .pluck();
  const strand = database.prepare(`
    UPDATE jobs SET state = 'failed_embedding', error_code = 'UNKNOWN_COLLECTION', updated_at = @now,
      error_message = 'There is no collection "' || collection || '". Insert it, then requeue the job.'
    WHERE job_id = @job AND NOT EXISTS (SELECT 1 FROM collections WHERE collections.collection = jobs.collection)
  `);
  const queue = database.prepare(`
    UPDATE chunks SET state = 'embedding_queued', collection = (SELECT collection FROM jobs WHERE job_id = @job)
    WHERE job_id = @job AND state = 'chunks_stored'
  `);
  const rollUp = jobRollUp(database);
  const take = database.transaction((now: number) => {
    const jobs = waiting.all();
    for (const job of jobs) {
      if (strand.run({ job, now }).changes > 0) continue;
      queue.run({ job });
      rollUp([job], now);
    }
    return jobs.length;
  });
  // A look without a lock: most of the time there is nothing.
  return (now) => (waiting.get() === undefined ? 0 : take.immediate(now));
}
