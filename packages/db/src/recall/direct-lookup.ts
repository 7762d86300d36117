import type { RecallEntry, RecallScope } from '@weighbridge/embeddings/domain';
import { type Connection, connectReader } from '../files/connection.ts';
import { FIND, FIND_SCOPE, type FoundRow, isSound } from './found-row.ts';
import { COARSE_MS } from './recency.ts';

/** More keys are worth a message to the cache's thread. */
const MOST_KEYS = 4;
/** Whose ids are remembered. */
const MOST_SCOPES = 10_000;

export interface Looked {
  entries: (Omit<RecallEntry, 'key'> | undefined)[];
  /** Keys whose use is to be noted. */
  used: Uint8Array[];
}

/**
 * Looks a few keys up in the calling thread: some twenty microseconds each, less than a message to the cache's thread and
 * its answer. Whatever is not as it should be is left to that thread, which mends it.
 */
export class DirectLookup {
  readonly #path: string;
  #opened: ReturnType<typeof open> | undefined;
  #isClosed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Undefined when the cache's thread has to look. */
  find(scope: RecallScope, keys: readonly Uint8Array[], now: number): Looked | undefined {
    if (keys.length > MOST_KEYS || this.#isClosed) return undefined;
    try {
      this.#opened ??= open(this.#path);
      return this.#look(this.#opened, scope, keys, now);
    } catch {
      this.reopen();
      return undefined;
    }
  }

  /** Forgets the file, since another may stand in its place. */
  reopen(): void {
    this.#opened?.connection.close();
    this.#opened = undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.reopen();
  }

  #look(
    { scopes, findScope, find }: ReturnType<typeof open>,
    { pool, space, partition }: RecallScope,
    keys: readonly Uint8Array[],
    now: number,
  ): Looked | undefined {
    const looked: Looked = { entries: [], used: [] };
    const name = JSON.stringify([pool, space, partition]);
    const id = scopes.get(name) ?? findScope.get(pool, space, partition);
    if (id !== undefined && scopes.size < MOST_SCOPES) scopes.set(name, id);
    for (const key of keys) {
      const row = id === undefined ? undefined : find.get(id, key);
      if (!row) {
        looked.entries.push(undefined);
        continue;
      }
      if (!isSound(row)) return undefined;
      const { buffer, byteOffset, byteLength } = row.value;
      const vector = new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
      looked.entries.push({ vector, tokens: row.tokens });
      if (now - row.last_used >= COARSE_MS) looked.used.push(key);
    }
    return looked;
  }
}

function open(path: string) {
  const connection: Connection = connectReader(path);
  return {
    connection,
    /** Once there, a scope keeps its id. */
    scopes: new Map<string, number>(),
    findScope: connection.prepare<[string, string, string], number>(FIND_SCOPE).pluck(),
    find: connection.prepare<[number, Uint8Array], FoundRow>(FIND),
  };
}
