import type { RecallEntry, RecallScope } from '@weighbridge/embeddings/domain';
import type { FreshLog } from './fresh-log.ts';

/** How long vectors stay with us before they go to the cache, in ms. */
const SOON_MS = 500;
/** So many go without waiting for more: some megabytes. */
const MOST = 512;

interface Gathered {
  scope: RecallScope;
  entries: RecallEntry[];
}

export interface FreshVectorsParts {
  put: (scope: RecallScope, entries: readonly RecallEntry[]) => Promise<void>;
  log: FreshLog;
  onWarning: (message: string) => void;
}

/**
 * The vectors of small calls, which go to the cache together: one vector changes as many of its pages as ten do. From the
 * first moment they are in a log that survives this process, and are found here.
 */
export class FreshVectors {
  readonly #parts: FreshVectorsParts;
  /** All that the cache may not have yet, by scope and key. */
  readonly #found = new Map<string, RecallEntry>();
  #gathered = new Map<string, Gathered>();
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #moving: Promise<void> | undefined;
  #hasFailed = false;
  #isClosed = false;

  constructor(parts: FreshVectorsParts) {
    this.#parts = parts;
  }

  get isEmpty(): boolean {
    return this.#found.size === 0;
  }

  /**
   * They are found at once, and kept when this resolves.
   * @throws what writing the log throws, or that the cache failed before
   */
  async add(scope: RecallScope, entries: readonly RecallEntry[]): Promise<void> {
    if (this.#hasFailed) throw new Error('The cache does not take what is in the log.');
    if (this.#isClosed) throw new Error('The log is closed.');
    const logged = this.#parts.log.append(scope, entries);
    this.#gather(scope, entries);
    await logged;
  }

  find(scope: RecallScope, key: Uint8Array): Omit<RecallEntry, 'key'> | undefined {
    const entry = this.#found.get(nameOf(scope) + textOf(key));
    return entry && { vector: entry.vector.slice(), tokens: entry.tokens };
  }

  /** Resolves when the cache has all that was added before, or could not take it; the log is then empty of that. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // One after the other, since the log has room for what is moved and what comes meanwhile.
    while (this.#moving) await this.#moving;
    if (this.#gathered.size === 0) return;
    this.#moving = this.#move();
    await this.#moving;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
    await this.#parts.log.close(!this.#hasFailed);
  }

  #gather(scope: RecallScope, entries: readonly RecallEntry[]): void {
    const scopeName = nameOf(scope);
    let gathered = this.#gathered.get(scopeName);
    if (!gathered) {
      gathered = { scope, entries: [] };
      this.#gathered.set(scopeName, gathered);
    }
    for (const entry of entries) {
      const name = scopeName + textOf(entry.key);
      if (this.#found.has(name)) continue;
      // The caller may change its own.
      const own = { ...entry, vector: entry.vector.slice() };
      this.#found.set(name, own);
      gathered.entries.push(own);
      this.#count += 1;
    }
    if (this.#count >= MOST) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), SOON_MS);
  }

  async #move(): Promise<void> {
    const all = [...this.#gathered.values()];
    this.#gathered = new Map();
    this.#count = 0;
    this.#parts.log.turn();
    const results = await Promise.allSettled(
      all.map(({ scope, entries }) => this.#parts.put(scope, entries)),
    );
    for (const [index, { scope, entries }] of all.entries()) {
      // What the cache did not take is still found here.
      if (results[index]?.status === 'rejected') continue;
      const scopeName = nameOf(scope);
      for (const { key } of entries) this.#found.delete(scopeName + textOf(key));
    }
    const failed = results.find((result) => result.status === 'rejected');
    try {
      if (failed) throw failed.reason;
      if (!this.#hasFailed) await this.#parts.log.cut();
    } catch (error) {
      this.#hasFailed = true;
      const reason = error instanceof Error ? error.message : String(error);
      this.#parts.onWarning(
        `Vectors could not be moved to the cache (${reason}). The next start tries again; until then others are written to it one by one.`,
      );
    }
    this.#moving = undefined;
  }
}

function nameOf({ pool, space, partition }: RecallScope): string {
  return JSON.stringify([pool, space, partition]);
}

function textOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
}
