const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const NINE = 0x39;
/** No index or count is longer. */
const MOST_DIGITS = 9;

/**
 * A place in the bytes of a JSON text. It knows just enough to walk over a well-formed one; whether it is well-formed is
 * for a parser to say. Every `take…` moves on when it finds what it looks for, and stays otherwise.
 */
export class JsonCursor {
  readonly bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** The byte here; undefined at the end. */
  get byte(): number | undefined {
    return this.bytes[this.at];
  }

  /** Takes one byte, with the white space before and after it. */
  take(byte: number): boolean {
    this.skipSpace();
    if (this.bytes[this.at] !== byte) return false;
    this.at++;
    this.skipSpace();
    return true;
  }

  skipSpace(): void {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.at++;
    }
  }

  /** A string of printable ASCII without escapes; undefined for any other. */
  takePlainString(): string | undefined {
    if (this.bytes[this.at] !== QUOTE) return undefined;
    for (let end = this.at + 1; ; end++) {
      const byte = this.bytes[end];
      if (byte === undefined || byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return undefined;
      if (byte !== QUOTE) continue;
      const text = this.bytes.toString('latin1', this.at + 1, end);
      this.at = end + 1;
      return text;
    }
  }

  /** A whole number from 0, without sign, fraction or exponent; undefined for any other. */
  takeWhole(): number | undefined {
    const start = this.at;
    let value = 0;
    let end = start;
    for (; ; end++) {
      const byte = this.bytes[end];
      if (byte === undefined || byte < ZERO || byte > NINE) break;
      value = value * 10 + (byte - ZERO);
    }
    const digits = end - start;
    if (digits === 0 || digits > MOST_DIGITS || (digits > 1 && this.bytes[start] === ZERO)) return undefined;
    this.at = end;
    return value;
  }

  /** Passes over any value of well-formed JSON. */
  skipValue(): void {
    const { bytes } = this;
    let depth = 0;
    for (; this.at < bytes.length; this.at++) {
      const byte = bytes[this.at];
      if (byte === QUOTE) this.#skipString();
      else if (byte === 0x7b || byte === 0x5b) depth++;
      else if (byte === 0x7d || byte === 0x5d || byte === 0x2c) {
        // The end of what surrounds a bare number or word, or the comma after it.
        if (depth === 0) return;
        if (byte !== 0x2c && --depth === 0) {
          this.at++;
          return;
        }
      }
    }
  }

  /** From the opening quote to the closing one. */
  #skipString(): void {
    for (this.at++; this.at < this.bytes.length; this.at++) {
      const byte = this.bytes[this.at];
      if (byte === QUOTE) return;
      if (byte === BACKSLASH) this.at++;
    }
  }
}
