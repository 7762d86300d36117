/** A job's way through the pipeline. Ours begins at `chunks_stored`, and hands on at `embeddings_stored`. */
export const JOB_STATES = [
  'uploaded',
  'parse_queued',
  'parsed',
  'parse_validated',
  'chunking',
  'chunks_stored',
  'embedding_queued',
  'embedding_in_progress',
  'embeddings_stored',
  'complete',
  'failed_parse',
  'failed_chunking',
  'failed_embedding',
] as const;

export type JobState = (typeof JOB_STATES)[number];

/** A chunk's part of it. */
export const CHUNK_STATES = [
  'chunks_stored',
  'embedding_queued',
  'embedding_in_progress',
  'embeddings_stored',
  'failed_embedding',
] as const satisfies readonly JobState[];

export type ChunkState = (typeof CHUNK_STATES)[number];

/** What became of one claim. */
export const BATCH_STATES = ['in_progress', 'done', 'expired'] as const;
