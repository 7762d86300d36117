import type { Database } from 'better-sqlite3';
import { jobRollUp } from './roll-up.ts';

/** Keeps a batch. False when the lease is lost: somebody else may have its chunks by now. */
export function createRenewal(database: Database): (batchId: string, expiresAt: number) => boolean {
  const renew = database.prepare(
    `UPDATE embedding_batches SET lease_expires_at = @expiresAt WHERE batch_id = @batchId AND state = 'in_progress'`,
  );
  return (batchId, expiresAt) => renew.run({ batchId, expiresAt }).changes === 1;
}

/**
 * Puts back what workers held that no longer renew their leases: they died, or hang. Answers how many batches. Their
 * texts may have been paid for; the next call finds them in the gateway's cache.
 */
export function createRecovery(database: Database): (now: number) => number {
  const expired = database
    .prepare<unknown[], string>(
      `SELECT batch_id FROM embedding_batches WHERE state = 'in_progress' AND lease_expires_at <= @now`,
    )
    .pluck();
  const end = database.prepare(`
    UPDATE embedding_batches SET state = 'expired', finished_at = @now, error_code = 'LEASE_EXPIRED',
      requeued = (SELECT count(*) FROM chunks WHERE batch_id = @batchId AND state = 'embedding_in_progress'),
      error_message = 'The worker did not renew its lease; its chunks went back to the queue.'
    WHERE batch_id = @batchId
  `);
  const jobsOf = database
    .prepare<unknown[], string>(`SELECT DISTINCT job_id FROM chunks WHERE batch_id = @batchId`)
    .pluck();
  const requeue = database.prepare(`
    UPDATE chunks SET state = 'embedding_queued', batch_id = NULL
    WHERE batch_id = @batchId AND state = 'embedding_in_progress'
  `);
  const rollUp = jobRollUp(database);
  const recover = database.transaction((now: number) => {
    const batches = expired.all({ now });
    for (const batchId of batches) {
      const jobs = jobsOf.all({ batchId });
      end.run({ batchId, now });
      requeue.run({ batchId });
      rollUp(jobs, now);
    }
    return batches.length;
  });
  return (now) => (expired.get({ now }) === undefined ? 0 : recover.immediate(now));
}
