import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromWorker, ToWorker, WorkerConfig } from '../worker/messages.ts';
import { childEnvironment } from './child-environment.ts';

const WORKER = fileURLToPath(new URL('../worker/main.ts', import.meta.url));

/** How long a process that was told to stop may take, in ms. */
const STOP_TIMEOUT_MS = 60_000;

/** One life of a worker process, seen from the run. */
export class WorkerProcess {
  readonly life: number;
  /** Resolves when its clients run, or when it is gone. */
  readonly ready: Promise<void>;
  /** How it ended. */
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  inFlight = 0;
  alive = true;
  /** Whether its clients run. */
  busy = false;
  /** Whether its end is our doing, and which. */
  killed = false;
  stopping = false;
  errors = '';
  readonly #child: ChildProcess;

  constructor(config: WorkerConfig) {
    this.life = config.life;
    const child = fork(WORKER, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      execArgv: [],
      env: childEnvironment(),
    });
    this.#child = child;
    child.stderr?.on('data', (data: Buffer) => {
      this.errors = (this.errors + data.toString('utf8')).slice(-4000);
    });
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.alive = false;
        this.busy = false;
        resolve({ code, signal });
      });
    });
    this.ready = new Promise((resolve) => {
      child.on('message', (message: FromWorker) => {
        if (message.kind === 'pulse') this.inFlight = message.inFlight;
        else {
          this.busy = true;
          resolve();
        }
      });
      void this.ended.then(() => resolve());
    });
    this.tell({ kind: 'start', config });
  }

  tell(message: ToWorker): void {
    // A process that is just ending cannot be told any more; its end is noticed by itself.
    if (this.alive && this.#child.connected) this.#child.send(message, () => {});
  }

  async kill(): Promise<void> {
    this.killed = true;
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** Lets its requests end and closes its stores. @throws Error when it does not */
  async stop(): Promise<void> {
    this.stopping = true;
    this.tell({ kind: 'stop' });
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    const { code, signal } = await this.ended;
    clearTimeout(timer);
    if (code !== 0) throw new Error(`A worker did not stop: ${signal ?? `code ${code}`}. ${this.errors}`);
  }
}
