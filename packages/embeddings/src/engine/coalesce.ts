/** What a leader's work came to for one text; undefined when it failed, and followers must help themselves. */
export type Led = { vector: Float32Array; tokens: number } | undefined;

export interface Lead {
  settle(result: Led): void;
}

/**
 * Identical texts of one pool and space that are on their way at the same time are paid once: the first asker leads,
 * the others follow. A leader never waits for a follower, so there is no circle to wait in.
 */
export class Coalescer {
  readonly #flying = new Map<string, Promise<Led>>();

  /** Either the lead for a key, or the promise of somebody who has it. */
  join(key: string): { lead: Lead } | { follow: Promise<Led> } {
    const flying = this.#flying.get(key);
    if (flying) return { follow: flying };
    const { promise, resolve } = Promise.withResolvers<Led>();
    this.#flying.set(key, promise);
    const settle = (result: Led) => {
      if (this.#flying.get(key) === promise) this.#flying.delete(key);
      resolve(result);
    };
    return { lead: { settle } };
  }

  get size(): number {
    return this.#flying.size;
  }
}
