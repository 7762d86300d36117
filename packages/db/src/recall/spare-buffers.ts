/** Below this, new memory costs nothing worth saving. */
const SMALLEST = 1 << 20;
/** As many as are filled while others are emptied. */
const MOST = 2;

/**
 * Large buffers that travel to the cache's thread full and come back empty. Fresh ones for every batch would be megabytes
 * that the system clears, and that make V8 collect garbage.
 */
export class SpareBuffers {
  #buffers: ArrayBuffer[] = [];

  /** One of at least so many bytes, if there is one. */
  take(bytes: number): ArrayBuffer | undefined {
    if (bytes < SMALLEST) return undefined;
    const at = this.#buffers.findIndex((buffer) => buffer.byteLength >= bytes);
    return at < 0 ? undefined : this.#buffers.splice(at, 1)[0];
  }

  /** The latest are kept, since a job's batches are of about one size. */
  giveBack(buffer: ArrayBuffer): void {
    if (buffer.byteLength < SMALLEST) return;
    this.#buffers = [buffer, ...this.#buffers].slice(0, MOST);
  }
}
