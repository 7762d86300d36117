import type { Urgency } from './ledger.ts';

/**
 * Where vectors that were paid for are kept. A pool is a project (or projects that agreed to share); the key is a keyed
 * hash of the text that was actually sent. `free` vectors (mock) live in a small partition of their own.
 */
export interface RecallScope {
  pool: string;
  space: string;
  partition: 'paid' | 'free';
}

export interface RecallEntry {
  key: Uint8Array;
  vector: Float32Array;
  tokens: number;
}

export interface RecallStore {
  /** One answer per key, in order; undefined where nothing is kept. Vectors belong to the caller. */
  getMany(scope: RecallScope, keys: readonly Uint8Array[]): Promise<(Omit<RecallEntry, 'key'> | undefined)[]>;
  /**
   * Keeps vectors; a key that is already kept stays as it is. Evicts the least recently used past the size bound. When it
   * resolves they are found, and are so too after this process was killed; those for which `soon` is said may still be
   * counted and moved to their place later.
   */
  putMany(scope: RecallScope, entries: readonly RecallEntry[], when?: Urgency): Promise<void>;
  stats(): Promise<RecallStats>;
}

export interface RecallStats {
  entries: number;
  bytes: number;
  maxBytes: number;
}
