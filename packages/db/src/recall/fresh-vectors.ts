import type { RecallEntry, RecallScope } from '@weighbridge/embeddings/domain';
import type { FreshLog } from './fresh-log.ts';
import type { Presence } from './presence.ts';

/** How long vectors stay with us before they go to the cache, in ms. */
const SOON_MS = 20;
/** So many go without waiting for more. */
const MOST = 64;

type Put = (scope: RecallScope, entries: readonly RecallEntry[]) => Promise<void>;

interface Gathered {
  scope: RecallScope;
  entries: RecallEntry[];
}

/**
 * The vectors of small calls, which go to the cache together: one vector changes as many of its pages as ten do. From the
 * first moment they are in a log that survives this process, and are found here.
 */
export class FreshVectors {
  readonly #put: Put;
  readonly #log: FreshLog;
  readonly #presence: Presence;
  readonly #onWarning: (message: string) => void;
  /** All that the cache may not have yet, by scope and key. */
  readonly #found = new Map<string, { scope: RecallScope; entry: RecallEntry }>();
  readonly #gathered = new Map<string, Gathered>();
  readonly #underWay = new Set<Promise<void>>();
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #lostSome = false;

  constructor(parts: { put: Put; log: FreshLog; presence: Presence; onWarning: (message: string) => void }) {
    this.#put = parts.put;
    this.#log = parts.log;
    this.#presence = parts.presence;
    this.#onWarning = parts.onWarning;
  }

  get isEmpty(): boolean {
    return this.#found.size === 0;
  }

  /** They are kept, and found, when this returns. @throws what writing the log throws; nothing is kept then */
  add(scope: RecallScope, entries: readonly RecallEntry[]): void {
    this.#log.append(scope, entries);
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
      this.#found.set(name, { scope, entry: own });
      gathered.entries.push(own);
      this.#count += 1;
      this.#presence.add(entry.key);
    }
    if (this.#count >= MOST) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), SOON_MS);
  }

  find(scope: RecallScope, key: Uint8Array): Omit<RecallEntry, 'key'> | undefined {
    const found = this.#found.get(nameOf(scope) + textOf(key));
    return found && { vector: found.entry.vector.slice(), tokens: found.entry.tokens };
  }

  /** Sends what has been gathered on its way; resolves when nothing is on its way any more. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#count = 0;
    for (const gathered of this.#gathered.values()) this.#send(gathered);
    this.#gathered.clear();
    await Promise.allSettled(this.#underWay);
  }

  /** Forgets what is in the log, since the cache has it; otherwise a later start would bring back what was purged since. */
  async clear(): Promise<void> {
    await this.flush();
    this.#log.cut({ whatever: true });
    for (const { scope, entry } of this.#found.values()) this.#log.append(scope, [entry]);
  }

  async close(): Promise<void> {
    await this.flush();
    this.#log.close(this.isEmpty && !this.#lostSome);
  }

  #send({ scope, entries }: Gathered): void {
    const done = this.#put(scope, entries)
      .catch((error: unknown) => {
        this.#lostSome = true;
        const reason = error instanceof Error ? error.message : String(error);
        this.#onWarning(
          `${entries.length} vectors could not be written to the cache (${reason}). They are tried again at the next start.`,
        );
      })
      .finally(() => {
        const scopeName = nameOf(scope);
        for (const { key } of entries) this.#found.delete(scopeName + textOf(key));
        this.#underWay.delete(done);
        if (this.isEmpty && !this.#lostSome) this.#cut();
      });
    this.#underWay.add(done);
  }

  #cut(): void {
    try {
      this.#log.cut();
    } catch {
      // A log that stays long is only read in vain.
    }
  }
}

function nameOf({ pool, space, partition }: RecallScope): string {
  return JSON.stringify([pool, space, partition]);
}

function textOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
}
