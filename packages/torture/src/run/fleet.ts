import { lifeRecord, type RunFiles } from '../record/files.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Limits, ToWorker, WorkerConfig } from '../worker/messages.ts';
import type { Course } from './course.ts';
import { WorkerProcess } from './worker-process.ts';

/** What every worker of a run is given alike. */
export interface FleetParts {
  scenario: Scenario;
  files: RunFiles;
  stubUrl: string;
  course: Course;
  now(): number;
  limits(): Limits;
}

/** The store processes: each slot has one life after another. */
export class Fleet {
  readonly #parts: FleetParts;
  readonly #slots: WorkerProcess[] = [];

  constructor(parts: FleetParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#slots.length;
  }

  /** The slots whose clients run. */
  busy(): number[] {
    return [...this.#slots.keys()].filter((slot) => this.at(slot).busy);
  }

  /** Starts the first life of each slot; resolves when all clients run. */
  async start(): Promise<void> {
    const { processes } = this.#parts.scenario;
    for (let slot = 0; slot < processes; slot += 1) this.#slots.push(this.#spawn(slot, 1));
    await Promise.all(this.#slots.map(({ ready }) => ready));
  }

  at(slot: number): WorkerProcess {
    const worker = this.#slots[slot];
    if (!worker) throw new RangeError(`There is no slot ${slot}.`);
    return worker;
  }

  /** Tells one slot, or all. */
  tell(message: ToWorker, slot?: number): void {
    for (const worker of slot === undefined ? this.#slots : [this.at(slot)]) worker.tell(message);
  }

  async kill(slot: number): Promise<void> {
    const worker = this.at(slot);
    if (!worker.alive) return;
    this.#parts.course.kill(slot, worker.life, worker.inFlight);
    await worker.kill();
  }

  restart(slot: number): void {
    this.#slots[slot] = this.#spawn(slot, this.at(slot).life + 1);
  }

  /** Ends all that live, in good order. */
  async stop(): Promise<void> {
    await Promise.all(this.#slots.filter(({ alive }) => alive).map((worker) => worker.stop()));
  }

  /** At once, for a run that failed. */
  async abandon(): Promise<void> {
    await Promise.all(this.#slots.map((worker) => worker.kill()));
  }

  #spawn(slot: number, life: number): WorkerProcess {
    const { scenario, files, stubUrl, course, now, limits } = this.#parts;
    const config: WorkerConfig = {
      scenario,
      role: 'store',
      slot,
      life,
      dir: files.dir,
      dataDir: files.data,
      record: lifeRecord(files.dir, slot, life),
      stubUrl,
      engines: 1,
      at: now(),
      limits: limits(),
    };
    const worker = new WorkerProcess(config);
    void worker.ended.then(({ code, signal }) => {
      if (!worker.killed && !worker.stopping)
        course.died(slot, life, `${signal ?? `code ${code}`} ${worker.errors}`.trim());
    });
    return worker;
  }
}
