import { setImmediate } from 'node:timers/promises';

/** What a leader's work came to for one text; undefined when it failed, and followers must help themselves. */
export type Led =
  | {
      vector: Float32Array;
      tokens: number;
      /** It was there when the follower asked, as what the cache has is. */
      wasThere?: boolean;
    }
  | undefined;

/** One call that leads for some texts. Others' promises are made when somebody follows, which is rare. */
export class Flight {
  readonly #flying: Map<string, Flight>;
  readonly #followed = new Map<string, PromiseWithResolvers<Led>>();
  /** What is on its way to the cache, where nobody finds it yet. */
  readonly #landed = new Map<string, Led>();

  constructor(flying: Map<string, Flight>) {
    this.#flying = flying;
  }

  /** Undefined when this flight leads for the key from now on; otherwise the promise of the one that does. */
  join(key: string): Promise<Led> | undefined {
    const leading = this.#flying.get(key);
    if (leading) return leading.#follow(key);
    this.#flying.set(key, this);
    return undefined;
  }

  /** Ends the lead for a key, with what it came to; whoever asks for it before it is `kept` gets it from here. */
  settle(key: string, result: Led, kept?: Promise<void>): void {
    this.#followed.get(key)?.resolve(result);
    this.#followed.delete(key);
    if (result && kept) {
      this.#landed.set(key, { ...result, wasThere: true });
      void this.#leaveWhen(kept, key);
    } else this.#leave(key);
  }

  async #leaveWhen(kept: Promise<void>, key: string): Promise<void> {
    await kept;
    // Whoever was told just before that the cache has nothing is here by then.
    await setImmediate();
    this.#leave(key);
  }

  #leave(key: string): void {
    this.#landed.delete(key);
    if (this.#flying.get(key) === this) this.#flying.delete(key);
  }

  #follow(key: string): Promise<Led> {
    const landed = this.#landed.get(key);
    if (landed) return Promise.resolve(landed);
    let followed = this.#followed.get(key);
    if (!followed) {
      followed = Promise.withResolvers<Led>();
      this.#followed.set(key, followed);
    }
    return followed.promise;
  }
}

/**
 * Identical texts of one pool and space that are on their way at the same time are paid once: the first asker leads,
 * the others follow. A leader never waits for a follower, so there is no circle to wait in.
 */
export class Coalescer {
  /** By pool and space. */
  readonly #flying = new Map<string, Map<string, Flight>>();

  /** A flight of one call; keys are those of one pool and space. */
  board(pool: string, space: string): Flight {
    const name = JSON.stringify([pool, space]);
    let flying = this.#flying.get(name);
    if (!flying) {
      flying = new Map();
      this.#flying.set(name, flying);
    }
    return new Flight(flying);
  }
}
