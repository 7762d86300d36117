/** What a leader's work came to for one text; undefined when it failed, and followers must help themselves. */
export type Led = { vector: Float32Array; tokens: number } | undefined;

/** One call that leads for some texts. Others' promises are made when somebody follows, which is rare. */
export class Flight {
  readonly #flying: Map<string, Flight>;
  readonly #followed = new Map<string, PromiseWithResolvers<Led>>();

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

  /** Ends the lead for a key, with what it came to. */
  settle(key: string, result: Led): void {
    if (this.#flying.get(key) === this) this.#flying.delete(key);
    this.#followed.get(key)?.resolve(result);
    this.#followed.delete(key);
  }

  #follow(key: string): Promise<Led> {
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
