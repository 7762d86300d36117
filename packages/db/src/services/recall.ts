import { type Connection, closeWriter } from '../files/connection.ts';
import { storageUnavailable } from '../files/failure.ts';
import { explained } from '../files/opening.ts';
import { isUseless, setAside } from '../files/useless.ts';
import { VectorCache } from '../recall/cache.ts';
import { connectCache } from '../recall/cache-file.ts';
import { Pools } from '../recall/pools.ts';
import { Presence } from '../recall/presence.ts';
import { PresenceKeeper } from '../recall/presence-keeper.ts';
import type { UnavailableFor } from '../threads/caller.ts';
import { immediately, type Service } from '../threads/service.ts';

export interface RecallData {
  path: string;
  maxBytes: { paid: number; free: number };
  /** Of a `Presence`, which this keeps, where somebody asks it. */
  presence: SharedArrayBuffer | undefined;
}

type Warn = (message: string) => void;

/** A cache that replaces its file when the file turns out to be damaged: a lost cache costs money, not correctness. */
class HealingCache {
  readonly #data: RecallData;
  readonly #warn: Warn;
  readonly #bits: Presence | undefined;
  #connection: Connection;
  #presence: PresenceKeeper | undefined;
  #cache: VectorCache;

  constructor(data: RecallData, warn: Warn) {
    this.#data = data;
    this.#warn = warn;
    this.#bits = data.presence && new Presence(data.presence);
    this.#connection = this.#connect();
    this.#cache = this.#over(this.#connection);
  }

  use<T>(work: (cache: VectorCache) => T): T {
    try {
      return work(this.#cache);
    } catch (error) {
      if (!isUseless(error)) throw error;
      this.#presence?.close();
      this.#connection.close();
      this.#replace(error);
      this.#connection = this.#connect();
      this.#cache = this.#over(this.#connection);
      return work(this.#cache);
    }
  }

  usePools<T>(work: (pools: Pools) => T): T {
    return this.use(() => work(new Pools(this.#connection, this.#data.maxBytes)));
  }

  close(): void {
    this.#presence?.close();
    try {
      this.#cache.flush();
    } catch {
      // Which vectors were used last is not worth failing for.
    }
    closeWriter(this.#connection);
  }

  #over(connection: Connection): VectorCache {
    this.#presence = this.#bits && new PresenceKeeper(connection, this.#bits);
    return new VectorCache(connection, this.#data.maxBytes, this.#presence);
  }

  #connect(): Connection {
    try {
      return connectCache(this.#data.path);
    } catch (error) {
      if (!isUseless(error)) throw error;
      this.#replace(error);
      return connectCache(this.#data.path);
    }
  }

  #replace(error: unknown): void {
    const aside = setAside(this.#data.path);
    const reason = error instanceof Error ? error.message : String(error);
    this.#warn(
      `The cache ${this.#data.path} could not be used (${reason}). It was moved to ${aside} and an empty one was made; ` +
        'texts embedded before will be paid for again. Delete the moved file when you do not need it.',
    );
  }
}

function recallOperations(cache: HealingCache) {
  return {
    getMany: (...args: Parameters<VectorCache['getMany']>) => cache.use((open) => open.getMany(...args)),
    putMany: (...args: Parameters<VectorCache['putMany']>) => cache.use((open) => open.putMany(...args)),
    /** As putMany, and gives the buffer of the vectors back. */
    keepMany: (...args: Parameters<VectorCache['putMany']>) => {
      cache.use((open) => open.putMany(...args));
      return { vectors: args[1].vectors };
    },
    noteUses: (...args: Parameters<VectorCache['noteUses']>) => cache.use((open) => open.noteUses(...args)),
    pools: () => cache.usePools((pools) => pools.uses()),
    purgeSome: (pool: string, limit: number) => cache.usePools((pools) => pools.purgeSome(pool, limit)),
    stats: () => cache.use((open) => open.stats()),
  };
}

export type RecallOperations = ReturnType<typeof recallOperations>;

export const recallUnavailable: UnavailableFor = () => storageUnavailable;

export function openRecall(data: RecallData, warn: Warn): Service {
  const cache = explained(data.path, () => new HealingCache(data, warn));
  return immediately(recallOperations(cache), recallUnavailable, () => cache.close());
}
