import { hash } from 'node:crypto';
import { get_encoding, type Tiktoken } from 'tiktoken';
import { countPiece, LONGEST_TOKEN_BYTES, pieces } from './byte-pair.ts';

/** What the stub needs to know of one input. */
export interface MeasuredText {
  /** SHA-256 of its UTF-8 bytes, in hexadecimal. */
  readonly sha256: string;
  /** Its tokens; `Infinity` for a text refused without a count, being certainly over the limit. */
  readonly tokens: number;
}

/** Above this many UTF-16 units a piece is merged by us: tiktoken is quadratic in its length. */
const LONG_PIECE = 256;

/** cl100k_base has the ids 0 to 100,255 and these special ones. */
const ORDINARY_TOKENS = 100_256;
const SPECIAL_TOKENS: ReadonlySet<number> = new Set([100_257, 100_258, 100_259, 100_260, 100_276]);

// One encoder for the process: each takes 10 MB that only free() gives back.
let encoder: Tiktoken | undefined;

/** Loads the encoder, which takes a tenth of a second, so that the first request need not wait for it. */
export function loadEncoder(): void {
  cl100k();
}

function cl100k(): Tiktoken {
  encoder ??= get_encoding('cl100k_base');
  return encoder;
}

/** The identity of a text in a journal: SHA-256 of its UTF-8 bytes, in hexadecimal. */
export function sha256Of(text: string | Uint8Array): string {
  return hash('sha256', text, 'hex');
}

/**
 * The cl100k_base tokens of a text, special tokens' names taken as plain text; `Infinity` when there are
 * certainly more than `limit`. Ordinary text is counted by tiktoken; a text with a piece longer than 256
 * characters is counted piece by piece. A text of more than 128 bytes for each allowed token, or of more
 * pieces than allowed tokens, is refused without a count.
 */
export function countTokens(text: string, limit: number): number {
  if (text.length <= LONG_PIECE) return cl100k().encode_ordinary(text).length;
  if (Buffer.byteLength(text) > limit * LONGEST_TOKEN_BYTES) return Number.POSITIVE_INFINITY;
  let found = 0;
  let longest = 0;
  for (const piece of pieces(text)) {
    found += 1;
    if (found > limit) return Number.POSITIVE_INFINITY;
    if (piece.length > longest) longest = piece.length;
  }
  if (longest <= LONG_PIECE) return cl100k().encode_ordinary(text).length;
  let tokens = 0;
  for (const piece of pieces(text)) tokens += countPiece(piece);
  return tokens;
}

/** Whether every number is the id of a cl100k_base token. */
export function areTokens(ids: readonly number[]): boolean {
  return ids.every(
    (id) => Number.isInteger(id) && id >= 0 && (id < ORDINARY_TOKENS || SPECIAL_TOKENS.has(id)),
  );
}

/** The bytes that token ids stand for. Call it only with ids that passed `areTokens`. */
export function bytesOfTokens(ids: readonly number[]): Uint8Array {
  return cl100k().decode(Uint32Array.from(ids));
}

/**
 * Measures texts and remembers the answer, since tests send the same ones again and again. Bounded: once
 * `maxChars` characters were stored, the older half is forgotten.
 */
export class TextMeasurer {
  readonly #charsPerGeneration: number;
  #young = new Map<string, MeasuredText>();
  #old = new Map<string, MeasuredText>();
  #chars = 0;

  /** @param maxChars the most characters of text to keep, in UTF-16 units. */
  constructor(maxChars: number) {
    this.#charsPerGeneration = maxChars / 2;
  }

  /** Hash and tokens of one text, by `countTokens`. */
  measure(text: string, limit: number): MeasuredText {
    const known = this.#young.get(text) ?? this.#old.get(text);
    // "More than the limit" says nothing about a larger limit, so it is not remembered.
    if (known !== undefined) return known;
    const tokens = countTokens(text, limit);
    const measured = { sha256: sha256Of(text), tokens };
    if (Number.isFinite(tokens)) this.#remember(text, measured);
    return measured;
  }

  #remember(text: string, measured: MeasuredText): void {
    if (text.length > this.#charsPerGeneration) return;
    if (this.#chars + text.length > this.#charsPerGeneration) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#chars = 0;
    }
    this.#young.set(text, measured);
    this.#chars += text.length;
  }
}
