import { longestToken, type TokenTrie } from './token-trie.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * How each token comes about. Merging the pair of lowest rank first, byte-pair encoding makes a token from one
 * pair only, the same wherever the token stands: whatever merges outside its bytes leaves them alone, or else
 * the token is never made.
 */
export interface MergeRules {
  /** The two tokens that token `t` is merged from: `halves[2t]`, `halves[2t + 1]`; both `t` for a single byte. */
  readonly halves: Int32Array;
  /**
   * The same the other way, in an open-addressing hash table of two words a slot: left (17 bits) with the low 15
   * bits of right; then the merged token (17 bits) with the high bits of right. Empty slots are -1.
   */
  readonly merges: Int32Array;
}

const SLOT_BITS = 18;
const SLOT_MASK = (1 << SLOT_BITS) - 1;
const TOKEN_BITS = 17;
const TOKEN_MASK = (1 << TOKEN_BITS) - 1;
const NEVER = 1 << TOKEN_BITS;

function slotOf(left: number, right: number): number {
  return Math.imul(Math.imul(left, 0x9e3779b1) ^ right, 0x85ebca6b) >>> (32 - SLOT_BITS);
}

/** Token that the pair is merged into, or `NEVER`. */
function merged(merges: Int32Array, left: number, right: number): number {
  const key = left | (right << TOKEN_BITS);
  const high = right >>> (32 - TOKEN_BITS);
  let slot = slotOf(left, right);
  for (;;) {
    const found = merges[slot << 1] as number;
    const value = merges[(slot << 1) | 1] as number;
    if (found === key && value >>> TOKEN_BITS === high) {
      return value & TOKEN_MASK;
    }
    if (value < 0) {
      return NEVER;
    }
    slot = (slot + 1) & SLOT_MASK;
  }
}

/**
 * Whether the two tokens can stand side by side: whether encoding their bytes together gives them back.
 * An encoding is right exactly when this holds for each pair of neighbours, which makes long texts linear
 * (the idea is from GitHub's `bpe` crate). Time: the depth of the two merge trees.
 */
export function compatible({ halves, merges }: MergeRules, leftToken: number, rightToken: number): boolean {
  let left = leftToken;
  let right = rightToken;
  // Undoes merges on both sides of the border, the latest first. `limit`: merges from here on came later than
  // those not undone yet, so a pair across the border that merges earlier than that would have been taken.
  let limit = NEVER;
  for (;;) {
    if (merged(merges, left, right) < limit) {
      return false;
    }
    if (left > right) {
      limit = left;
      left = halves[(left << 1) | 1] as number;
      if (left === limit) {
        limit = right + 1;
        right = halves[right << 1] as number;
        if (right + 1 === limit) {
          return true;
        }
      }
    } else {
      // Of equal ranks the leftmost merges first: the pair across the border wins a tie against the right side.
      limit = right + 1;
      right = halves[right << 1] as number;
      if (right + 1 === limit) {
        limit = left;
        left = halves[(left << 1) | 1] as number;
        if (left === limit) {
          return true;
        }
      }
    }
  }
}

export function buildMergeRules({ bytes, offsets }: Vocabulary, trie: TokenTrie): MergeRules {
  const tokens = offsets.length - 1;
  const rules: MergeRules = {
    halves: new Int32Array(new SharedArrayBuffer(8 * tokens)),
    merges: new Int32Array(new SharedArrayBuffer(8 << SLOT_BITS)).fill(-1),
  };
  for (let token = 0; token < tokens; token++) {
    const at = offsets[token] as number;
    const end = offsets[token + 1] as number;
    let left = trie.shorterPrefix[token] as number;
    if (left < 0) {
      rules.halves[token << 1] = token;
      rules.halves[(token << 1) | 1] = token;
      continue;
    }
    for (;;) {
      if (left < 0)
        throw new Error(
          `token ${token} ${JSON.stringify(Buffer.from(bytes.subarray(at, end)).toString())} of the vocabulary is made by no merge: byte-pair encoding cannot produce it.`,
        );
      const middle = at + (offsets[left + 1] as number) - (offsets[left] as number);
      const right = longestToken(trie, bytes, middle, end);
      if (
        left < token &&
        right < token &&
        (offsets[right + 1] as number) - (offsets[right] as number) === end - middle &&
        compatible(rules, left, right)
      ) {
        rules.halves[token << 1] = left;
        rules.halves[(token << 1) | 1] = right;
        insert(rules.merges, left, right, token);
        break;
      }
      left = trie.shorterPrefix[left] as number;
    }
  }
  return rules;
}

function insert(merges: Int32Array, left: number, right: number, token: number): void {
  let slot = slotOf(left, right);
  while ((merges[(slot << 1) | 1] as number) >= 0) {
    slot = (slot + 1) & SLOT_MASK;
  }
  merges[slot << 1] = left | (right << TOKEN_BITS);
  merges[(slot << 1) | 1] = token | ((right >>> (32 - TOKEN_BITS)) << TOKEN_BITS);
}
