const EQUALS = 0x3d;
const QUOTE = 0x22;

/** The vectors of one answer in one piece of memory, filled row by row in any order. */
export class VectorMatrix {
  readonly #dimensions: number;
  readonly #floats: Float32Array;
  readonly #bytes: Buffer;
  readonly #filled: Uint8Array;
  /** Characters of one row. */
  readonly base64Length: number;
  readonly #padding: number;
  /** Rows as they were filled. */
  readonly #order: number[] = [];

  constructor(rows: number, dimensions: number) {
    this.#dimensions = dimensions;
    this.#floats = new Float32Array(rows * dimensions);
    this.#bytes = Buffer.from(this.#floats.buffer);
    this.#filled = new Uint8Array(rows);
    const rowBytes = dimensions * Float32Array.BYTES_PER_ELEMENT;
    this.base64Length = Math.ceil(rowBytes / 3) * 4;
    this.#padding = (3 - (rowBytes % 3)) % 3;
  }

  /**
   * Where a string of base64 ends that begins with the quote at `quote` and is, with its padding, as long as a row's.
   * @returns the place after the closing quote; -1 when the string is none of that kind.
   */
  endOf(json: Buffer, quote: number): number {
    const end = quote + 1 + this.base64Length;
    if (json[quote] !== QUOTE || json[end] !== QUOTE) return -1;
    for (let last = 1; last <= 2; last++) {
      if ((json[end - last] === EQUALS) !== last <= this.#padding) return -1;
    }
    return end + 1;
  }

  /** Decodes such a string into its row; false when it is no base64, or the row is none or has one already. */
  fill(row: number, json: Buffer, quote: number): boolean {
    if (row >= this.#filled.length || this.#filled[row] !== 0) return false;
    const rowBytes = this.#dimensions * Float32Array.BYTES_PER_ELEMENT;
    const text = json.toString('latin1', quote + 1, quote + 1 + this.base64Length);
    // What is no base64, a quote or an escape among it, is skipped in decoding, and then bytes are missing.
    if (this.#bytes.write(text, row * rowBytes, rowBytes, 'base64') !== rowBytes) return false;
    this.#filled[row] = 1;
    this.#order.push(row);
    return true;
  }

  get isComplete(): boolean {
    return this.#order.length === this.#filled.length;
  }

  /** The rows that are filled, in the order in which they were. */
  written(): { row: number; base64: string }[] {
    const rowBytes = this.#dimensions * Float32Array.BYTES_PER_ELEMENT;
    return this.#order.map((row) => ({
      row,
      base64: this.#bytes.toString('base64', row * rowBytes, (row + 1) * rowBytes),
    }));
  }

  /** A view of each row. */
  rows(): Float32Array[] {
    return Array.from(this.#filled, (_, row) =>
      this.#floats.subarray(row * this.#dimensions, (row + 1) * this.#dimensions),
    );
  }
}
