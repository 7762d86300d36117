import type { Connection } from '../files/connection.ts';
import type { Presence } from './presence.ts';

/** Keys that are read between two calls of others: a few milliseconds. */
const SLICE = 4096;

/** Keeps a `Presence` true to the cache that one connection writes. */
export class PresenceKeeper {
  readonly #presence: Presence;
  readonly #version;
  readonly #slice;
  #seen: number | undefined;
  #added = 0;
  #filling: NodeJS.Immediate | undefined;

  constructor(connection: Connection, presence: Presence) {
    this.#presence = presence;
    // Changes when somebody else changes the file.
    this.#version = connection.prepare<[], number>('PRAGMA data_version').pluck();
    this.#slice = connection.prepare<[number, Uint8Array, number], { scope: number; key: Buffer }>(
      'SELECT scope, key FROM items WHERE (scope, key) > (?, ?) ORDER BY scope, key LIMIT ?',
    );
    this.check();
  }

  /** Begins anew when another process has written, or so much was added that the bits say too little. */
  check(): void {
    const version = this.#version.get();
    if (version === this.#seen && this.#added < this.#presence.capacity) return;
    this.#seen = version;
    this.#added = 0;
    this.#presence.reset();
    clearImmediate(this.#filling);
    this.#fillFrom(0, new Uint8Array());
  }

  added(key: Uint8Array): void {
    this.#presence.add(key);
    this.#added += 1;
  }

  close(): void {
    clearImmediate(this.#filling);
    this.#presence.reset();
  }

  #fillFrom(scope: number, key: Uint8Array): void {
    const rows = this.#slice.all(scope, key, SLICE);
    for (const row of rows) this.#presence.add(row.key);
    const last = rows.at(-1);
    if (last && rows.length === SLICE) {
      this.#filling = setImmediate(() => this.#goOn(last));
    } else this.#presence.complete();
  }

  /** A file that cannot be read is for the next call to find. */
  #goOn({ scope, key }: { scope: number; key: Buffer }): void {
    try {
      this.#fillFrom(scope, key);
    } catch {
      this.#filling = undefined;
    }
  }
}
