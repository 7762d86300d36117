/** Below this, new memory costs nothing worth saving. */
const SMALLEST = 1 << 20;
/** One is filled while the other is emptied. */
const MOST = 2;

/**
 * Large buffers that travel to the cache's thread full and come back empty. Fresh ones for every batch would be megabytes
 * that the system clears, and that make V8 collect garbage. And since that thread empties one at a time, whoever needs a
 * third one waits: more would be memory that waits in a queue.
 */
export class SpareBuffers {
  #spare: ArrayBuffer[] = [];
  #lent = 0;
  readonly #waiting: (() => void)[] = [];

  /** Lends one of at least so many bytes, and takes back the one that `use` resolves to. @throws what `use` throws */
  async lend(bytes: number, use: (buffer: ArrayBuffer) => Promise<ArrayBuffer>): Promise<void> {
    if (bytes < SMALLEST) {
      await use(new ArrayBuffer(bytes));
      return;
    }
    // One that ends passes its place on to the one that has waited longest.
    if (this.#lent < MOST) this.#lent++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      // The latest are kept, since a job's batches are of about one size.
      this.#spare = [await use(this.#take(bytes)), ...this.#spare].slice(0, MOST);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#lent--;
    }
  }

  #take(bytes: number): ArrayBuffer {
    const at = this.#spare.findIndex((buffer) => buffer.byteLength >= bytes);
    return this.#spare.splice(at, at < 0 ? 0 : 1)[0] ?? new ArrayBuffer(bytes);
  }
}
