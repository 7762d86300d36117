import { JsonCursor } from './json-cursor.ts';

/** A few chunks as they come from a socket. */
const MOST_AT_FIRST = 1 << 18;

/** The bytes of a stream that have arrived and are not done with, in one piece. */
export class ByteWindow {
  #bytes: Buffer;
  #start = 0;
  #end = 0;

  /** @param expected bytes of the whole stream, roughly: a window of more would be garbage to collect, for nothing. */
  constructor(expected: number) {
    this.#bytes = Buffer.allocUnsafe(Math.min(expected, MOST_AT_FIRST));
  }

  /** Bytes that are not done with. */
  get length(): number {
    return this.#end - this.#start;
  }

  append(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#bytes.length) this.#makeRoom(chunk.length);
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** A cursor at the first byte that is not done with; of use until the next chunk. */
  cursor(): JsonCursor {
    const cursor = new JsonCursor(this.#bytes.subarray(0, this.#end));
    cursor.at = this.#start;
    return cursor;
  }

  /** All before this place of the last cursor is done with. */
  passTo(at: number): void {
    this.#start = at;
  }

  text(): string {
    return this.#bytes.toString('utf8', this.#start, this.#end);
  }

  #makeRoom(more: number): void {
    const { length } = this;
    const old = this.#bytes;
    if (length + more > old.length) this.#bytes = Buffer.allocUnsafe(2 * (length + more));
    old.copy(this.#bytes, 0, this.#start, this.#end);
    this.#start = 0;
    this.#end = length;
  }
}
