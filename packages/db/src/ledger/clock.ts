import type { Connection } from '../files/connection.ts';

/**
 * The ledger's time: the caller's clock, but never before the latest instant the ledger has seen. A clock that goes back
 * therefore places nothing in a window that has passed.
 */
export class LedgerClock {
  readonly #read;
  readonly #raise;

  constructor(connection: Connection) {
    this.#read = connection.prepare<[], number>('SELECT high_water FROM ledger_clock').pluck();
    this.#raise = connection.prepare<[number]>('UPDATE ledger_clock SET high_water = ?');
  }

  /** The latest instant seen, in ms. */
  highWater(): number {
    return this.#read.get() ?? 0;
  }

  effective(now: number): number {
    return Math.max(now, this.highWater());
  }

  /** The effective time, which from now on has been seen. Within a write transaction. */
  advance(now: number): number {
    const highWater = this.highWater();
    if (now <= highWater) return highWater;
    this.#raise.run(now);
    return now;
  }
}
