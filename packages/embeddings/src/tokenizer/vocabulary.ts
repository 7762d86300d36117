import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The tokens of an encoding. A token's id is its rank: pairs are merged in the order of the token they make. */
export interface Vocabulary {
  /** All tokens' bytes, one after the other in order of id. Shared between threads. */
  readonly bytes: Uint8Array;
  /** Token `id` is `bytes[offsets[id] .. offsets[id + 1])`. */
  readonly offsets: Uint32Array;
  /** Texts of the special tokens by id. Decoding knows them; counting and encoding never produce them. */
  readonly specialTokens: ReadonlyMap<number, string>;
}

/** No token of cl100k_base has more bytes than this. */
export const LONGEST_TOKEN_BYTES = 128;

const BLANK = 0x20;

/** Reads cl100k_base as the `tiktoken` package ships it; some 10 ms. */
export function readVocabulary(): Vocabulary {
  const path = createRequire(import.meta.url).resolve('tiktoken/encoders/cl100k_base.json');
  const file = JSON.parse(readFileSync(path, 'utf8')) as {
    bpe_ranks: string;
    special_tokens: Record<string, number>;
  };
  const prefix = '! 0 ';
  if (!file.bpe_ranks.startsWith(prefix) || file.bpe_ranks.includes('\n')) {
    throw new Error(
      `${path} is not laid out as in tiktoken 1.0.22 (one line, ranks from 0): pin that version, or teach readVocabulary the new layout.`,
    );
  }
  const { bytes, offsets } = decodeTokens(Buffer.from(file.bpe_ranks.slice(prefix.length), 'latin1'));
  return {
    bytes,
    offsets,
    specialTokens: new Map(Object.entries(file.special_tokens).map(([text, id]) => [id, text])),
  };
}

/** Tokens in base64, separated by blanks. */
function decodeTokens(list: Uint8Array): { bytes: Uint8Array; offsets: Uint32Array } {
  // A token is at least four digits and the blank behind it.
  const ends = new Uint32Array(list.length / 5 + 1);
  const decoded = new Uint8Array((list.length * 3) >> 2);
  const sextets = sextetTable();
  let id = 0;
  let written = 0;
  let bits = 0;
  let held = 0;
  for (let at = 0; at < list.length; at++) {
    const byte = list[at] as number;
    if (byte === BLANK) {
      ends[id++] = written;
      bits = 0;
      held = 0;
      continue;
    }
    const sextet = sextets[byte] as number;
    if (sextet < 0) {
      continue;
    }
    bits = (bits << 6) | sextet;
    held += 6;
    if (held >= 8) {
      held -= 8;
      decoded[written++] = bits >> held;
      bits &= (1 << held) - 1;
    }
  }
  ends[id++] = written;
  const offsets = new Uint32Array(new SharedArrayBuffer(4 * (id + 1)));
  offsets.set(ends.subarray(0, id), 1);
  const bytes = new Uint8Array(new SharedArrayBuffer(written));
  bytes.set(decoded.subarray(0, written));
  return { bytes, offsets };
}

/** Value of each base64 digit; -1 for padding. */
function sextetTable(): Int8Array {
  const table = new Int8Array(256).fill(-1);
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  for (let value = 0; value < digits.length; value++) {
    table[digits.charCodeAt(value)] = value;
  }
  return table;
}
