import type { EncodingTables } from './encoding-tables.ts';
import { compatible, type MergeRules } from './merge-rules.ts';
import { longestToken, type TokenTrie } from './token-trie.ts';

/** Scratch space for pieces up to this many bytes is kept; what a longer one needed is let go at the next piece. */
const KEPT_BYTES = 1 << 16;
const MEMO_BITS = 14;

/**
 * Byte-pair encoding of one piece, in time linear in its length, whatever it holds.
 *
 * Merging is not simulated. The encoding is the one sequence of tokens whose neighbours are all compatible, so it
 * is searched for from the left: the longest token that is compatible with the one before, a shorter one when the
 * search gets stuck. A position from which no way leads on is marked and never entered again.
 */
export class BytePairMerge {
  /** Ids of the last piece encoded, as many as `encode` returned; valid until the next call. */
  tokens = new Int32Array(KEPT_BYTES);
  /** Marks the offsets in the piece that cannot be a border. All zero between calls. */
  private deadEnds = new Uint8Array(KEPT_BYTES);
  /** Answers of `compatible`, two words a slot: left; right << 1 | answer. Empty slots are -1. */
  private readonly memo = new Int32Array(2 << MEMO_BITS).fill(-1);
  private readonly offsets: Uint32Array;
  readonly trie: TokenTrie;
  private readonly rules: MergeRules;

  constructor({ vocabulary, trie, rules }: EncodingTables) {
    this.offsets = vocabulary.offsets;
    this.trie = trie;
    this.rules = rules;
  }

  /** Encodes `utf8[start .. end)`, at least one byte, into `tokens` and returns how many they are. */
  encode(utf8: Uint8Array, start: number, end: number): number {
    this.reserve(end - start + 1);
    const { offsets, trie, deadEnds, tokens } = this;
    let stuck = false;
    let count = 0;
    let at = start;
    let token = longestToken(trie, utf8, at, end);
    for (;;) {
      const next = at + (offsets[token + 1] as number) - (offsets[token] as number);
      if (
        deadEnds[next - start] === 0 &&
        (count === 0 || this.compatible(tokens[count - 1] as number, token))
      ) {
        tokens[count++] = token;
        at = next;
        if (at === end) {
          break;
        }
        token = longestToken(trie, utf8, at, end);
        continue;
      }
      let shorter = trie.shorterPrefix[token] as number;
      if (shorter < 0) {
        // No token leads on from here: give up this border, and shorten the token that led to it.
        stuck = true;
        deadEnds[at - start] = 1;
        shorter = tokens[--count] as number;
        at -= (offsets[shorter + 1] as number) - (offsets[shorter] as number);
      }
      token = shorter;
    }
    if (stuck) {
      deadEnds.fill(0, 0, end - start);
    }
    return count;
  }

  /** Bytes of a token. */
  tokenBytes(token: number): number {
    return (this.offsets[token + 1] as number) - (this.offsets[token] as number);
  }

  /** Whether the tokens can stand side by side. Remembered: hostile texts ask about few pairs very often. */
  compatible(left: number, right: number): boolean {
    const { memo } = this;
    const slot = (Math.imul(Math.imul(left, 0x9e3779b1) ^ right, 0x85ebca6b) >>> (32 - MEMO_BITS)) << 1;
    const question = right << 1;
    const known = memo[slot + 1] as number;
    if (memo[slot] === left && (known & ~1) === question) {
      return known !== question;
    }
    const answer = compatible(this.rules, left, right);
    memo[slot] = left;
    memo[slot + 1] = answer ? question | 1 : question;
    return answer;
  }

  private reserve(bytes: number): void {
    const wanted = Math.max(bytes, KEPT_BYTES);
    if (this.tokens.length < wanted || (this.tokens.length > KEPT_BYTES && wanted === KEPT_BYTES)) {
      this.tokens = new Int32Array(wanted);
      this.deadEnds = new Uint8Array(wanted);
    }
  }
}
