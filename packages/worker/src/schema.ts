import type { Database } from 'better-sqlite3';
import { BATCH_STATES, CHUNK_STATES, JOB_STATES } from './states.ts';

const oneOf = (states: readonly string[]) => states.map((state) => `'${state}'`).join(', ');

/** Instants are milliseconds since the epoch, UTC; money is nano-USD. What is there already is left as it is. */
const SCHEMA = `
-- Where vectors go: one model, one size, one space.
CREATE TABLE IF NOT EXISTS collections (
  collection TEXT PRIMARY KEY,
  model TEXT NOT NULL,
  dimensions INTEGER,                 -- NULL: the model's own
  space TEXT,                         -- pinned by the first write
  run_after INTEGER NOT NULL DEFAULT 0
);

-- One document on its way through the pipeline.
CREATE TABLE IF NOT EXISTS jobs (
  job_id TEXT PRIMARY KEY,
  collection TEXT NOT NULL,
  document_id TEXT NOT NULL,
  correlation_id TEXT,
  state TEXT NOT NULL CHECK (state IN (${oneOf(JOB_STATES)})),
  error_code TEXT,
  error_message TEXT,
  updated_at INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs (state);

CREATE TABLE IF NOT EXISTS chunks (
  chunk_id TEXT PRIMARY KEY,
  job_id TEXT NOT NULL REFERENCES jobs (job_id),
  document_id TEXT NOT NULL,
  chunker TEXT NOT NULL,
  chunker_version TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  text TEXT NOT NULL,
  text_sha256 TEXT NOT NULL,          -- lower-case hexadecimal, of the UTF-8 bytes
  state TEXT NOT NULL DEFAULT 'chunks_stored' CHECK (state IN (${oneOf(CHUNK_STATES)})),
  -- The rest is the worker's.
  collection TEXT,
  model TEXT,
  model_version TEXT,
  dimensions INTEGER,
  space TEXT,
  batch_id TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  run_after INTEGER NOT NULL DEFAULT 0,
  error_code TEXT,
  error_message TEXT
);
CREATE INDEX IF NOT EXISTS chunks_due ON chunks (collection, state, run_after);
CREATE INDEX IF NOT EXISTS chunks_of_job ON chunks (job_id, state);
CREATE INDEX IF NOT EXISTS chunks_of_batch ON chunks (batch_id);

-- One claim, and one call of the gateway: whose it is, until when, and what came of it.
CREATE TABLE IF NOT EXISTS embedding_batches (
  batch_id TEXT PRIMARY KEY,
  collection TEXT NOT NULL,
  worker_id TEXT NOT NULL,
  correlation_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN (${oneOf(BATCH_STATES)})),
  lease_expires_at INTEGER NOT NULL,
  claimed_at INTEGER NOT NULL,
  finished_at INTEGER,
  chunks INTEGER NOT NULL,
  stored INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  requeued INTEGER NOT NULL DEFAULT 0,
  cached INTEGER NOT NULL DEFAULT 0,
  tokens INTEGER NOT NULL DEFAULT 0,
  billed_tokens INTEGER NOT NULL DEFAULT 0,
  cost_nano_usd INTEGER NOT NULL DEFAULT 0,
  error_code TEXT,
  error_message TEXT
);
CREATE INDEX IF NOT EXISTS batches_by_lease ON embedding_batches (state, lease_expires_at);

-- Vectors for the next step of the pipeline to take.
CREATE TABLE IF NOT EXISTS embedding_buffer (
  chunk_id TEXT PRIMARY KEY,
  batch_id TEXT NOT NULL,
  collection TEXT NOT NULL,
  space TEXT NOT NULL,
  dimensions INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  vector BLOB NOT NULL,               -- little-endian float32
  stored_at INTEGER NOT NULL
);
`;

/** Makes the tables that are missing. */
export function createSchema(database: Database): void {
  database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
}
