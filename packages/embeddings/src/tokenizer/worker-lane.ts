import { Worker } from 'node:worker_threads';
import type { CounterReply, CounterWorkerData, CountRequest, NumberedRequest } from './counter-protocol.ts';
import type { EncodingTables } from './encoding-tables.ts';
import { TokenCounterError } from './errors.ts';

/** A request and what becomes of it. */
export interface LaneTask {
  readonly request: CountRequest;
  /** Takes the counts; a task that it returns follows at once on the same worker. */
  done(counts: readonly number[]): LaneTask | undefined;
  failed(error: Error): void;
}

export interface LaneEvents {
  /** The worker has built the tables. */
  tables(tables: EncodingTables): void;
  /** A task is done: there is room for another. */
  room(): void;
  /** The worker is gone, and its tasks have failed. */
  ended(): void;
}

/** One worker thread. It keeps the process alive only while it has tasks. */
export class WorkerLane {
  private readonly worker: Worker;
  private readonly tasks = new Map<number, LaneTask>();
  private lastId = 0;
  private cause: unknown;

  constructor(tables: EncodingTables | undefined, events: LaneEvents) {
    this.worker = new Worker(new URL('./counter-worker.ts', import.meta.url), {
      workerData: { tables } satisfies CounterWorkerData,
      name: 'token-counter',
      // Of the process's own flags only what lets an older Node run TypeScript; --input-type would stop the worker.
      execArgv: process.execArgv.filter((flag) => flag.includes('strip-types')),
    });
    this.worker.unref();
    this.worker.on('message', (reply: CounterReply) => {
      if (reply.kind === 'tables') {
        events.tables(reply.tables);
      } else {
        this.finish(reply.id, reply.counts);
        events.room();
      }
    });
    this.worker.on('error', (error) => {
      this.cause = error;
    });
    this.worker.on('exit', (exitCode) => {
      this.failAll(exitCode);
      events.ended();
    });
  }

  /** Tasks sent and not done yet. */
  get load(): number {
    return this.tasks.size;
  }

  send(task: LaneTask): void {
    const id = ++this.lastId;
    this.tasks.set(id, task);
    if (this.tasks.size === 1) {
      this.worker.ref();
    }
    this.worker.postMessage({ ...task.request, id } satisfies NumberedRequest);
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private finish(id: number, counts: readonly number[]): void {
    const task = this.tasks.get(id);
    this.tasks.delete(id);
    const following = task?.done(counts);
    if (following !== undefined) {
      this.send(following);
    } else if (this.tasks.size === 0) {
      this.worker.unref();
    }
  }

  private failAll(exitCode: number): void {
    const error = new TokenCounterError(
      'TOKENIZER_FAILED',
      `A token-counting worker ended while counting (exit code ${exitCode}). Count again: the next call starts a new one.`,
      { cause: this.cause },
    );
    const tasks = [...this.tasks.values()];
    this.tasks.clear();
    for (const task of tasks) {
      task.failed(error);
    }
  }
}
