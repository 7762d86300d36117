import type { BytePairMerge } from './byte-pair-merge.ts';
import { longestToken } from './token-trie.ts';
import { LONGEST_TOKEN_BYTES } from './vocabulary.ts';

/** A prefix: where it ends, in bytes, and its exact tokens. */
export interface Prefix {
  readonly end: number;
  readonly tokens: number;
}

/** How far before the expected end the search begins, at first. */
const FIRST_LOOK_BACK = 4 * LONGEST_TOKEN_BYTES;

/**
 * The longest prefix of the piece `utf8[start .. end)` of at most `limit` tokens that ends on a character's
 * border. Linear in the piece's length.
 */
export function longestFitting(
  merge: BytePairMerge,
  utf8: Uint8Array,
  start: number,
  end: number,
  limit: number,
): Prefix {
  const empty: Prefix = { end: start, tokens: 0 };
  if (limit < 1 || start === end) {
    return empty;
  }
  const tokens = merge.encode(utf8, start, end);
  if (tokens <= limit) {
    return { end, tokens };
  }
  // The first `limit` tokens are such a prefix, unless they end within a character. A longer one may have no more.
  let border = start;
  for (let index = 0; index < limit; index++) {
    border += merge.tokenBytes(merge.tokens[index] as number);
  }
  for (let lookBack = FIRST_LOOK_BACK; ; lookBack *= 16) {
    let seed = empty;
    for (;;) {
      const next = seed.end + merge.tokenBytes(merge.tokens[seed.tokens] as number);
      if (next > border - lookBack) {
        break;
      }
      seed = { end: next, tokens: seed.tokens + 1 };
    }
    const counts = countsAfter(merge, utf8, seed, end, border, limit);
    const found = counts && lastWithin(utf8, counts, seed, limit);
    if (found !== undefined) {
      return found;
    }
    if (seed === empty) {
      return empty;
    }
  }
}

/**
 * Tokens of the prefixes that end after `seed`, itself a border of the encoding: item `n` is the count of the one
 * that ends `n` bytes on. Zero for those that have no border there. Ends where no longer prefix can be within the
 * limit; undefined when that cannot be told, since a prefix beyond `settledFrom` has no border at the seed.
 */
function countsAfter(
  merge: BytePairMerge,
  utf8: Uint8Array,
  seed: Prefix,
  end: number,
  settledFrom: number,
  limit: number,
): Int32Array | undefined {
  const length = end - seed.end;
  const counts = new Int32Array(length + 1);
  // The last token of each prefix: without it, the rest is the encoding of a shorter prefix.
  const last = new Int32Array(length + 1).fill(-1);
  counts[0] = seed.tokens;
  last[0] = seed.tokens > 0 ? (merge.tokens[seed.tokens - 1] as number) : -1;
  let within = 0;
  for (let at = 0; at < length; at++) {
    if (at > 0 && last[at] === -1) {
      if (seed.end + at > settledFrom) {
        return undefined;
      }
      continue;
    }
    if ((counts[at] as number) < limit) {
      within = at;
    } else if (at - within > LONGEST_TOKEN_BYTES) {
      return counts.subarray(0, at + 1);
    }
    for (
      let token = longestToken(merge.trie, utf8, seed.end + at, end);
      token >= 0;
      token = merge.trie.shorterPrefix[token] as number
    ) {
      const next = at + merge.tokenBytes(token);
      if (last[next] === -1 && (last[at] === -1 || merge.compatible(last[at] as number, token))) {
        last[next] = token;
        counts[next] = (counts[at] as number) + 1;
      }
    }
  }
  return last[length] === -1 ? undefined : counts;
}

/** The longest of the prefixes counted that fits; undefined when it may be one without a border at the seed. */
function lastWithin(utf8: Uint8Array, counts: Int32Array, seed: Prefix, limit: number): Prefix | undefined {
  for (let length = counts.length - 1; length > 0; length--) {
    const end = seed.end + length;
    const isInCharacter = ((utf8[end] as number) & 0xc0) === 0x80;
    const tokens = counts[length] as number;
    if (!isInCharacter && tokens <= limit) {
      return tokens === 0 ? undefined : { end, tokens };
    }
  }
  return undefined;
}
