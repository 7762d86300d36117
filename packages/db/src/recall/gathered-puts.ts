import type { RecallEntry, RecallScope } from '@weighbridge/embeddings/domain';
import type { Presence } from './presence.ts';

/** How long vectors for which nobody waits are put off, in ms. */
const SOON_MS = 20;
/** So many are kept without waiting for more. */
const MOST = 64;

interface Gathered {
  scope: RecallScope;
  entries: RecallEntry[];
  kept: PromiseWithResolvers<void>;
}

/**
 * Gathers the vectors of small calls, so that they share a message and a transaction: one vector changes as many pages of
 * the cache as ten do.
 */
export class GatheredPuts {
  readonly #put: (scope: RecallScope, entries: readonly RecallEntry[]) => Promise<void>;
  readonly #gathered = new Map<string, Gathered>();
  #timer: NodeJS.Timeout | undefined;

  readonly #presence: Presence;

  constructor(
    put: (scope: RecallScope, entries: readonly RecallEntry[]) => Promise<void>,
    presence: Presence,
  ) {
    this.#put = put;
    this.#presence = presence;
  }

  /** Resolves when they are kept. */
  add(scope: RecallScope, entries: readonly RecallEntry[]): Promise<void> {
    const name = JSON.stringify([scope.pool, scope.space, scope.partition]);
    let gathered = this.#gathered.get(name);
    if (!gathered) {
      gathered = { scope, entries: [], kept: Promise.withResolvers() };
      this.#gathered.set(name, gathered);
    }
    gathered.entries.push(...entries);
    // Whoever looks for them from now on must ask.
    for (const { key } of entries) this.#presence.add(key);
    if (gathered.entries.length >= MOST) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), SOON_MS);
    return gathered.kept.promise;
  }

  /** Sends what has been gathered on its way; resolves when it is kept, or could not be. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const all = [...this.#gathered.values()];
    this.#gathered.clear();
    for (const { scope, entries, kept } of all) this.#put(scope, entries).then(kept.resolve, kept.reject);
    await Promise.allSettled(all.map(({ kept }) => kept.promise));
  }
}
