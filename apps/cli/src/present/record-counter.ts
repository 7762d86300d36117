const NEWLINE = 0x0a;
const QUOTE = 0x22;

/** Counts the records of JSON lines or CSV as their bytes go by; a line break within quotes ends none. */
export class RecordCounter {
  readonly #csv: boolean;
  #ends = 0;
  #quoted = false;

  constructor(csv: boolean) {
    this.#csv = csv;
  }

  /** Without the header of a CSV. */
  get count(): number {
    return this.#csv ? Math.max(0, this.#ends - 1) : this.#ends;
  }

  /** Counts no further than `most` records; answers how many bytes belong to them. */
  add(bytes: Uint8Array, most = Number.POSITIVE_INFINITY): number {
    for (let at = 0; at < bytes.length; at++) {
      if (this.count >= most) return at;
      const byte = bytes[at];
      if (byte === QUOTE && this.#csv) this.#quoted = !this.#quoted;
      else if (byte === NEWLINE && !this.#quoted) this.#ends += 1;
    }
    return bytes.length;
  }
}
