import { Buffer } from 'node:buffer';

export type EncodingFormat = 'float' | 'base64';

/** `"0000"` to `"9999"`, four bytes each. */
const FOUR_DIGITS = Buffer.from(
  Array.from({ length: 10_000 }, (_, i) => String(i).padStart(4, '0')).join(''),
);

const MINUS = 0x2d;
const ZERO = 0x30;
const POINT = 0x2e;
const COMMA = 0x2c;
/** No number is written with more bytes than this. */
const NUMBER_BYTES = 26;

/**
 * Writes the body of a successful answer straight into bytes: at tens of thousands of vectors a second,
 * building objects for JSON.stringify would cost more than everything else.
 */
export class EmbeddingListWriter {
  readonly #format: EncodingFormat;
  #bytes: Buffer;
  #length = 0;
  #items = 0;

  /** @param expected how many vectors of how many dimensions will come; more may. */
  constructor(format: EncodingFormat, expected: { readonly items: number; readonly dimensions: number }) {
    this.#format = format;
    const perItem = 80 + Math.ceil(expected.dimensions * (format === 'base64' ? 5.34 : 13));
    this.#bytes = Buffer.allocUnsafe(512 + expected.items * perItem);
    this.#text('{"object":"list","data":[');
  }

  /** Adds one item under the given index. */
  add(index: number, vector: Float32Array): void {
    this.#text(`${this.#items++ === 0 ? '' : ','}{"object":"embedding","index":${index},"embedding":`);
    if (this.#format === 'base64') {
      const raw = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
      this.#text(`"${raw.toString('base64')}"}`);
    } else {
      this.#numbers(vector);
      this.#text('}');
    }
  }

  /** The whole body. `promptTokens` null leaves `usage` out. */
  finish(model: string, promptTokens: number | null): Buffer {
    const usage =
      promptTokens === null
        ? ''
        : `,"usage":{"prompt_tokens":${promptTokens},"total_tokens":${promptTokens}}`;
    this.#text(`],"model":${JSON.stringify(model)}${usage}}\n`);
    return this.#bytes.subarray(0, this.#length);
  }

  #text(text: string): void {
    this.#reserve(text.length * 3);
    this.#length += this.#bytes.write(text, this.#length, 'utf8');
  }

  #numbers(vector: Float32Array): void {
    this.#reserve(vector.length * NUMBER_BYTES + 2);
    const bytes = this.#bytes;
    let at = this.#length;
    at += bytes.write('[', at, 'latin1');
    for (let i = 0; i < vector.length; i++) {
      if (i > 0) bytes[at++] = COMMA;
      at = writeNumber(bytes, at, vector[i] as number);
    }
    at += bytes.write(']', at, 'latin1');
    this.#length = at;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + more));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/**
 * One JSON number that reads back as exactly this float32: eight decimals when they suffice. JSON has no
 * NaN, which becomes `null`, and no infinity, which becomes `1e999` (every parser reads that as infinity).
 */
function writeNumber(bytes: Buffer, from: number, value: number): number {
  let at = from;
  const size = Math.abs(value);
  const units = size < 10 ? (size * 1e8 + 0.5) | 0 : 0;
  if (Math.fround(units * 1e-8) !== size) {
    const text = Number.isNaN(value)
      ? 'null'
      : Number.isFinite(value)
        ? String(value)
        : `${Math.sign(value)}e999`;
    return at + bytes.write(text, at, 'latin1');
  }
  if (value < 0) bytes[at++] = MINUS;
  const high = (units / 1e4) | 0;
  const whole = (high / 1e4) | 0;
  bytes[at++] = ZERO + whole;
  bytes[at++] = POINT;
  at = writeFourDigits(bytes, at, high - whole * 1e4);
  return writeFourDigits(bytes, at, units - high * 1e4);
}

function writeFourDigits(bytes: Buffer, at: number, number: number): number {
  const digits = number * 4;
  bytes[at] = FOUR_DIGITS[digits] as number;
  bytes[at + 1] = FOUR_DIGITS[digits + 1] as number;
  bytes[at + 2] = FOUR_DIGITS[digits + 2] as number;
  bytes[at + 3] = FOUR_DIGITS[digits + 3] as number;
  return at + 4;
}
