import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { Fleet } from './fleet.ts';

/** Most kills wait a little for requests to be out, since those are the ones that hurt. */
const PATIENCE_MS = 800;

export interface ReaperParts {
  fleet: Fleet;
  random: Random;
  loadMs: number;
}

/** Kills one process after another with SIGKILL, at any moment, and starts it again. */
export class Reaper {
  readonly #parts: ReaperParts;
  readonly #stopping = new AbortController();
  #work: Promise<void> = Promise.resolve();

  constructor(parts: ReaperParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#work = this.#reap();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#work;
  }

  /** The last kill, which no restart follows. */
  async finish(): Promise<void> {
    const { fleet, random } = this.#parts;
    await this.#strike(random.whole(0, fleet.size - 1), true);
  }

  async #reap(): Promise<void> {
    const { fleet, random, loadMs } = this.#parts;
    const { signal } = this.#stopping;
    await pause(Math.min(loadMs * 0.2, 2000), signal);
    while (!signal.aborted) {
      const slot = random.whole(0, fleet.size - 1);
      await this.#strike(slot, random.chance(0.8));
      await pause(random.between(20, 400), signal);
      const reborn = fleet.restart(slot);
      // Some are killed again while they are still opening their stores.
      if (random.chance(0.2)) await pause(random.between(100, 900), signal);
      else await Promise.race([reborn.ready, aborted(signal)]);
      await pause(random.between(300, 1500), signal);
    }
  }

  async #strike(slot: number, whileOut: boolean): Promise<void> {
    const { fleet } = this.#parts;
    const until = performance.now() + PATIENCE_MS;
    while (whileOut && fleet.at(slot).inFlight < 3 && performance.now() < until) await wait(5);
    await fleet.kill(slot);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
