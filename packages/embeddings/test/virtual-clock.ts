import type { Clock } from '../src/ports/clock.ts';

interface Sleeper {
  at: number;
  wake(): void;
}

/** Time that passes only when everybody waits: a run of minutes takes milliseconds, and always the same course. */
export class VirtualClock implements Clock {
  #now = 1_000_000;
  #sleepers: Sleeper[] = [];

  now(): number {
    return this.#now;
  }

  /** How many wait for a time to come. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const sleeper = { at: this.#now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal.reason);
      });
    });
  }

  /** Lets time pass until `work` is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    done.catch(() => undefined);
    for (;;) {
      // Everything that can go on without time passing goes on first.
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) return done;
      const [first] = this.#sleepers.sort((a, b) => a.at - b.at);
      if (!first) throw new Error('Nobody waits for time, and the work is not done.');
      this.#now = Math.max(this.#now, first.at);
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== first);
      first.wake();
    }
  }
}
