import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { Fleet } from './fleet.ts';

/** Most kills wait a little for requests to be out, since those are the ones that hurt. */
const PATIENCE_MS = 4000;
const ENOUGH_OUT = 2;

export interface ReaperParts {
  fleet: Fleet;
  random: Random;
  loadMs: number;
}

/** Kills one process after another with SIGKILL, at any moment, and starts each again. */
export class Reaper {
  readonly #parts: ReaperParts;
  readonly #stopping = new AbortController();
  readonly #restarts = new Set<Promise<void>>();
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
    await Promise.all(this.#restarts);
  }

  /** The last kills, which no restart follows: all but one, whose end is a peaceful one. */
  async finish(): Promise<void> {
    do await this.#strike(true);
    while (this.#parts.fleet.busy().length > 1);
  }

  async #reap(): Promise<void> {
    const { fleet, random, loadMs } = this.#parts;
    await this.#pause(Math.min(loadMs * 0.2, 1500));
    while (!this.#stopping.signal.aborted) {
      // While another is still starting, less is at stake; sometimes one more goes down all the same.
      const busy = fleet.busy().length;
      if (busy === fleet.size || (busy > 1 && random.chance(0.1))) {
        const slot = await this.#strike(random.chance(0.8));
        if (slot !== undefined) this.#restartSoon(slot);
      }
      await this.#pause(random.between(300, 1200));
    }
  }

  /** Kills one of the busy ones, now or when it has requests out; answers which. */
  async #strike(patiently: boolean): Promise<number | undefined> {
    const { fleet, random } = this.#parts;
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const busy = fleet.busy();
      const ripe = patiently ? busy.filter((slot) => fleet.at(slot).inFlight >= ENOUGH_OUT) : busy;
      const late = performance.now() >= until;
      const candidates = late ? busy : ripe;
      if (candidates.length > 0) {
        const slot = random.pick(candidates);
        await fleet.kill(slot);
        return slot;
      }
      if (late) return undefined;
      await wait(1);
    }
  }

  #restartSoon(slot: number): void {
    const restart = this.#pause(this.#parts.random.between(20, 400)).then(() => {
      this.#parts.fleet.restart(slot);
    });
    this.#restarts.add(restart);
    void restart.finally(() => this.#restarts.delete(restart));
  }

  async #pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
