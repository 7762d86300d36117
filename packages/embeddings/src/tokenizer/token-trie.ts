import type { Vocabulary } from './vocabulary.ts';

/**
 * All tokens by their first bytes, to find the longest token that a text begins with.
 * Flat arrays over shared memory, so that every thread reads the same copy.
 */
export interface TokenTrie {
  /** Id of each token of a single byte. */
  readonly byteToken: Int32Array;
  /** Node of each first two bytes (first << 8 | second), or -1. */
  readonly root: Int32Array;
  /**
   * Nodes in an open-addressing hash table; a node's number is its slot. Two words each: the edge that leads to
   * it (parent << 8 | byte; -1 when empty), and the token that ends there or -1.
   */
  readonly nodes: Int32Array;
  /** For each token, the longest other token that it begins with, or -1. */
  readonly shorterPrefix: Int32Array;
}

/** cl100k_base has 217,000 nodes. */
const SLOT_BITS = 19;
const SLOT_MASK = (1 << SLOT_BITS) - 1;
/** Marks the edges from the root, which has no slot, beyond all others (slot << 8 | byte). */
const ROOT_EDGE = 1 << (SLOT_BITS + 8);

/** First slot to try for an edge. */
function slotOf(edge: number): number {
  return Math.imul(edge, 0x9e3779b1) >>> (32 - SLOT_BITS);
}

/** Node that `byte` leads to from `node`, or -1. */
export function childNode(nodes: Int32Array, node: number, byte: number): number {
  const edge = (node << 8) | byte;
  let slot = slotOf(edge);
  for (;;) {
    const found = nodes[slot << 1] as number;
    if (found === edge) {
      return slot;
    }
    if (found < 0) {
      return -1;
    }
    slot = (slot + 1) & SLOT_MASK;
  }
}

/** Longest token at the start of `utf8[at .. end)`. */
export function longestToken(trie: TokenTrie, utf8: Uint8Array, at: number, end: number): number {
  const { nodes } = trie;
  const first = utf8[at] as number;
  let best = trie.byteToken[first] as number;
  let next = at + 1;
  if (next >= end) {
    return best;
  }
  let node = trie.root[(first << 8) | (utf8[next] as number)] as number;
  while (node >= 0) {
    const token = nodes[(node << 1) | 1] as number;
    if (token >= 0) {
      best = token;
    }
    if (++next >= end) {
      return best;
    }
    node = childNode(nodes, node, utf8[next] as number);
  }
  return best;
}

export function buildTrie({ bytes, offsets }: Vocabulary): TokenTrie {
  const tokens = offsets.length - 1;
  const byteToken = sharedInt32(256);
  const root = sharedInt32(1 << 16);
  const nodes = sharedInt32(2 << SLOT_BITS);
  for (let token = 0; token < tokens; token++) {
    const at = offsets[token] as number;
    const end = offsets[token + 1] as number;
    const first = bytes[at] as number;
    if (end - at === 1) {
      byteToken[first] = token;
      continue;
    }
    const pair = (first << 8) | (bytes[at + 1] as number);
    let node = root[pair] as number;
    if (node < 0) {
      node = insert(nodes, ROOT_EDGE | pair);
      root[pair] = node;
    }
    for (let next = at + 2; next < end; next++) {
      node = insert(nodes, (node << 8) | (bytes[next] as number));
    }
    nodes[(node << 1) | 1] = token;
  }
  const trie = { byteToken, root, nodes, shorterPrefix: sharedInt32(tokens) };
  for (let token = 0; token < tokens; token++) {
    const at = offsets[token] as number;
    const end = (offsets[token + 1] as number) - 1;
    trie.shorterPrefix[token] = end === at ? -1 : longestToken(trie, bytes, at, end);
  }
  return trie;
}

function insert(nodes: Int32Array, edge: number): number {
  let slot = slotOf(edge);
  for (;;) {
    const found = nodes[slot << 1] as number;
    if (found === edge) {
      return slot;
    }
    if (found < 0) {
      nodes[slot << 1] = edge;
      return slot;
    }
    slot = (slot + 1) & SLOT_MASK;
  }
}

/** Shared words, each -1. */
function sharedInt32(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * length)).fill(-1);
}
