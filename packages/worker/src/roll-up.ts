import type { Database } from 'better-sqlite3';

/** Sets the states of jobs by those of their chunks; to be called inside the transaction that changed them. */
export function jobRollUp(database: Database): (jobIds: Iterable<string>, now: number) => void {
  const has = (state: string) =>
    `EXISTS (SELECT 1 FROM chunks WHERE chunks.job_id = jobs.job_id AND chunks.state = '${state}')`;
  const firstFailure = (column: string) =>
    `(SELECT ${column} FROM chunks WHERE chunks.job_id = jobs.job_id AND chunks.state = 'failed_embedding' ORDER BY ordinal LIMIT 1)`;
  const set = database.prepare(`
    UPDATE jobs SET
      state = CASE
        WHEN ${has('embedding_in_progress')} THEN 'embedding_in_progress'
        WHEN ${has('chunks_stored')} THEN 'chunks_stored'
        WHEN ${has('embedding_queued')} THEN 'embedding_queued'
        WHEN ${has('failed_embedding')} THEN 'failed_embedding'
        ELSE 'embeddings_stored' END,
      error_code = ${firstFailure('error_code')},
      error_message = ${firstFailure("'chunk ' || chunk_id || ': ' || error_message")},
      updated_at = @now
    WHERE job_id = @job
      AND state IN ('chunks_stored', 'embedding_queued', 'embedding_in_progress', 'embeddings_stored', 'failed_embedding')
  `);
  return (jobIds, now) => {
    for (const job of jobIds) set.run({ job, now });
  };
}
