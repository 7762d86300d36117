export type { EmbeddingClient } from './embed-batch.ts';
export { WorkerError } from './errors.ts';
export type { BatchEvent, QueuedEvent, RecoveredEvent, WorkerEvent, WorkerSummary } from './events.ts';
export { openPipeline } from './open.ts';
export { type RequeueOptions, requeue } from './requeue.ts';
export { createSchema } from './schema.ts';
export { CHUNK_STATES, type ChunkState, JOB_STATES, type JobState } from './states.ts';
export { type PipelineStatus, pipelineStatus } from './status.ts';
export { createWorker, type RunMode, type RunOptions, type Worker, type WorkerOptions } from './worker.ts';
