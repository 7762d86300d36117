import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { createBacklog } from './backlog.ts';
import { type ClaimedBatch, createClaim } from './claim.ts';
import { type CallTerms, type EmbeddingClient, embedBatch } from './embed-batch.ts';
import { WorkerError } from './errors.ts';
import type { WorkerEvent, WorkerSummary } from './events.ts';
import { createFinish } from './finish.ts';
import { createIntake } from './intake.ts';
import { createRecovery, createRenewal } from './lease.ts';

export interface WorkerOptions extends CallTerms {
  /** Opened by `openPipeline`; it stays the caller's to close. */
  database: Database;
  /** A client of @weighbridge/client. */
  client: EmbeddingClient;
  /** Names this worker in the table of batches; made when left out. */
  workerId?: string;
  /** Batches under way at once: 2. */
  concurrency?: number;
  /** Chunks of a batch: 1,024. */
  batchChunks?: number;
  /** UTF-8 bytes of a batch's texts: 2 MiB. */
  batchBytes?: number;
  /** How long chunks stay ours after the last sign of life: 60 s. */
  leaseMs?: number;
  /** How often an idle worker looks for work: 1 s. */
  pollMs?: number;
  onEvent?: (event: WorkerEvent) => void;
  now?: () => number;
}

/**
 * `forever`: until `soft`. `once`: until nothing is due now. `drain`: until nothing is left, waiting for what is due
 * within `patienceMs`.
 */
export type RunMode = 'forever' | 'once' | 'drain';

export interface RunOptions {
  mode?: RunMode;
  /** Drain gives up waiting for what is due later than this: 5 minutes. */
  patienceMs?: number;
  /** Claims nothing further; what is under way is finished. */
  soft?: AbortSignal;
  /** Stops waiting for answers; what is under way goes back to the queue at once. */
  hard?: AbortSignal;
}

export interface Worker {
  readonly workerId: string;
  /** @throws WorkerError with the code of what somebody has to put right, such as SPACE_MISMATCH */
  run(options?: RunOptions): Promise<WorkerSummary>;
}

const PATIENCE_MS = 5 * 60_000;

/** The embedding step: claims chunks beside other workers, embeds them through the gateway, writes vectors and states. */
export function createWorker(options: WorkerOptions): Worker {
  const { database, client, concurrency = 2, leaseMs = 60_000, pollMs = 1000, now = Date.now } = options;
  const workerId = options.workerId ?? `worker_${process.pid}_${randomBytes(4).toString('hex')}`;
  const limits = {
    workerId,
    leaseMs,
    maxChunks: options.batchChunks ?? 1024,
    maxBytes: options.batchBytes ?? 2 * 1024 * 1024,
  };
  const { tags, tooLong } = options;
  const terms = { ...(tags === undefined ? {} : { tags }), ...(tooLong === undefined ? {} : { tooLong }) };
  const tell = (event: WorkerEvent) => options.onEvent?.(event);
  const intake = createIntake(database);
  const recover = createRecovery(database);
  const claim = createClaim(database);
  const renew = createRenewal(database);
  const finish = createFinish(database);
  const backlog = createBacklog(database);

  /** One batch from claim to write. Answers what somebody has to put right, if anything. */
  async function work(batch: ClaimedBatch, hard: AbortSignal, sums: Sums): Promise<WorkerError | undefined> {
    const began = now();
    const abort = new AbortController();
    const onHard = () => abort.abort();
    hard.addEventListener('abort', onHard, { once: true });
    if (hard.aborted) onHard();
    const heartbeat = setInterval(() => {
      if (!renew(batch.batchId, now() + leaseMs)) abort.abort();
    }, leaseMs / 3);
    try {
      const { result, stop } = await embedBatch(batch, { client, signal: abort.signal, now, terms });
      const finished = finish(batch, result, now());
      sums.add(result, finished);
      tell({
        event: 'batch',
        batchId: batch.batchId,
        correlationId: batch.correlationId,
        collection: batch.collection.collection,
        space: result.answered?.space ?? batch.collection.space,
        chunks: batch.chunks.length,
        stored: finished.stored,
        failed: finished.failed,
        requeued: finished.requeued,
        lost: finished.lost,
        cached: result.cached,
        tokens: result.tokens,
        billedTokens: result.billedTokens,
        costNanoUsd: result.costNanoUsd.toString(),
        ms: now() - began,
        code: result.error?.code ?? null,
        message: result.error?.message ?? null,
        pausedUntil: result.pauseUntil === undefined ? null : new Date(result.pauseUntil).toISOString(),
      });
      return stopOf(batch, stop, result.answered?.space, finished.pinnedElsewhere);
    } finally {
      clearInterval(heartbeat);
      hard.removeEventListener('abort', onHard);
    }
  }

  async function run(options: RunOptions = {}): Promise<WorkerSummary> {
    const { mode = 'forever', patienceMs = PATIENCE_MS, soft } = options;
    const hard = options.hard ?? new AbortController().signal;
    const sums = new Sums();
    const underway = new Set<Promise<void>>();
    let stop: unknown;
    const begin = (batch: ClaimedBatch) => {
      const task = work(batch, hard, sums)
        .then((error) => {
          stop ??= error;
        })
        .catch((error: unknown) => {
          stop ??= error;
        })
        .finally(() => underway.delete(task));
      underway.add(task);
    };
    const leaving = () => soft?.aborted === true || hard.aborted || stop !== undefined;

    while (!leaving()) {
      const batches = recover(now());
      if (batches > 0) tell({ event: 'recovered', batches });
      const jobs = intake(now());
      if (jobs > 0) tell({ event: 'queued', jobs });
      const batch = underway.size < concurrency ? claim(now(), limits) : undefined;
      if (batch) {
        begin(batch);
        continue;
      }
      if (underway.size > 0) {
        const woken = new AbortController();
        await Promise.race([...underway, pause(pollMs, [soft, hard, woken.signal])]);
        woken.abort();
        continue;
      }
      if (jobs > 0) continue;
      const wait = mode === 'forever' ? pollMs : waitBeforeEnd(mode, patienceMs);
      if (wait === undefined) break;
      await pause(Math.min(wait, pollMs), [soft, hard]);
    }
    await Promise.all(underway);
    if (stop !== undefined) throw stop;
    const { chunks, dueAt } = backlog();
    return sums.summary({ chunks, dueAt: dueAt === null ? null : new Date(dueAt).toISOString() });
  }

  /** How long to wait for the next chunk; undefined when the run is at its end. */
  function waitBeforeEnd(mode: 'once' | 'drain', patienceMs: number): number | undefined {
    const { chunks, dueAt } = backlog();
    if (mode === 'once' || chunks === 0) return undefined;
    // Without a due one, all are with other workers: they finish them, or their leases end.
    const wait = dueAt === null ? pollMs : Math.max(1, dueAt - now());
    return wait <= patienceMs ? wait : undefined;
  }

  return { workerId, run };
}

async function pause(ms: number, signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  const signal = AbortSignal.any(signals.filter((one) => one !== undefined));
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

function stopOf(
  { collection }: ClaimedBatch,
  stop: { code: string; message: string } | undefined,
  answered: string | undefined,
  pinnedElsewhere: string | undefined,
): WorkerError | undefined {
  if (stop) {
    return new WorkerError({
      ...stop,
      message: `${stop.message} The worker stopped; the chunks it had claimed for "${collection.collection}" are back in the queue.`,
      facts: { collection: collection.collection, space: collection.space },
    });
  }
  if (pinnedElsewhere === undefined) return undefined;
  return new WorkerError({
    code: 'SPACE_MISMATCH',
    message: `The collection "${collection.collection}" was pinned to "${pinnedElsewhere}" by another worker, but this one was answered in "${answered}". Nothing of it was written; its chunks are back in the queue. Switch the mode back, or use a new collection.`,
    facts: { collection: collection.collection, pinned: pinnedElsewhere, actual: answered },
  });
}

class Sums {
  #batches = 0;
  #counts = { stored: 0, failed: 0, requeued: 0, cached: 0, tokens: 0, billedTokens: 0 };
  #costNanoUsd = 0n;

  add(
    result: { cached: number; tokens: number; billedTokens: number; costNanoUsd: bigint },
    finished: { stored: number; failed: number; requeued: number },
  ): void {
    this.#batches += 1;
    this.#counts.stored += finished.stored;
    this.#counts.failed += finished.failed;
    this.#counts.requeued += finished.requeued;
    this.#counts.cached += result.cached;
    this.#counts.tokens += result.tokens;
    this.#counts.billedTokens += result.billedTokens;
    this.#costNanoUsd += result.costNanoUsd;
  }

  summary(left: WorkerSummary['left']): WorkerSummary {
    return { batches: this.#batches, ...this.#counts, costNanoUsd: this.#costNanoUsd.toString(), left };
  }
}
