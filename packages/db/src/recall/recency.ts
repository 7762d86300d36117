import type { Connection } from '../files/connection.ts';

/** A use within this time of the last noted one is not noted again, in ms. */
export const COARSE_MS = 60_000;

/** So many noted uses are written without waiting for the next vectors to be kept. */
const FLUSH_AT = 8_192;

interface Use {
  scope: number;
  key: Uint8Array;
  at: number;
}

/** Notes uses in memory and writes them in batches, so that reading the cache does not mean writing it. */
export class RecencyOfUse {
  readonly #touch;
  #uses: Use[] = [];

  constructor(connection: Connection) {
    this.#touch = connection.prepare<[number, number, Uint8Array]>(
      'UPDATE items SET last_used = ? WHERE scope = ? AND key = ?',
    );
  }

  note(scope: number, key: Uint8Array, lastUsed: number, at: number): void {
    if (at - lastUsed >= COARSE_MS) this.#uses.push({ scope, key, at });
  }

  isDue(): boolean {
    return this.#uses.length >= FLUSH_AT;
  }

  /** Within a write transaction. Losing some to a failure only makes the order of eviction a little older. */
  flush(): void {
    const uses = this.#uses;
    this.#uses = [];
    for (const { scope, key, at } of uses) this.#touch.run(at, scope, key);
  }
}
