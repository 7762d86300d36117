import cl100k from 'tiktoken/encoders/cl100k_base.json' with { type: 'json' };

/**
 * cl100k_base's splitter. Rust's `\s` is Unicode's White_Space, JavaScript's is not (U+FEFF, U+0085),
 * and `(?i:'s)` also takes the long s, so both are spelled out.
 */
const PIECE =
  /'(?:[sSſ]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\p{White_Space}\p{L}\p{N}]+[\r\n]*|\p{White_Space}*[\r\n]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/uy;

/** The pieces that byte pairs are merged in, in order. Together they are the text. */
export function* pieces(text: string): Generator<string, void, undefined> {
  let from = 0;
  while (from < text.length) {
    PIECE.lastIndex = from;
    const piece = PIECE.exec(text)?.[0] ?? text.slice(from);
    from += piece.length;
    yield piece;
  }
}

/** The longest token of cl100k_base is this many bytes long. */
export const LONGEST_TOKEN_BYTES = 128;

let loadedRanks: ReadonlyMap<string, number> | undefined;

/** cl100k_base as a table from a token's bytes (one character each) to its rank. */
function ranks(): ReadonlyMap<string, number> {
  if (loadedRanks !== undefined) return loadedRanks;
  const table = new Map<string, number>();
  for (const line of cl100k.bpe_ranks.split('\n')) {
    const [, offset, ...tokens] = line.split(' ');
    let rank = Number(offset);
    for (const token of tokens) table.set(Buffer.from(token, 'base64').toString('latin1'), rank++);
  }
  loadedRanks = table;
  return table;
}

/**
 * The number of tokens in one piece: the merges of byte pair encoding, lowest rank first and leftmost
 * among equals, through a heap in O(n log n). tiktoken 1.0.22 is quadratic in the length of a piece and
 * traps on a piece of a megabyte; this gives the same count on such pieces (a test compares them).
 */
export function countPiece(piece: string): number {
  const table = ranks();
  const bytes = Buffer.from(piece, 'utf8').toString('latin1');
  if (table.has(bytes)) return 1;
  const length = bytes.length;
  // A part is named by its first byte: `end[i]` is where part i ends, `before[i]` where the previous begins.
  const end = new Int32Array(length + 1);
  const before = new Int32Array(length + 1);
  const pairRank = new Int32Array(length).fill(-1);
  const heap = new PairHeap();

  const rankPair = (start: number): void => {
    const second = end[start] as number;
    const stop = second < length ? (end[second] as number) : second;
    const fits = second < length && stop - start <= LONGEST_TOKEN_BYTES;
    const rank = (fits ? table.get(bytes.slice(start, stop)) : undefined) ?? -1;
    pairRank[start] = rank;
    if (rank >= 0) heap.push(rank, start);
  };

  for (let i = 0; i <= length; i++) {
    end[i] = i + 1;
    before[i] = i - 1;
  }
  for (let i = 0; i < length; i++) rankPair(i);

  let parts = length;
  for (let pair = heap.pop(); pair !== undefined; pair = heap.pop()) {
    const { rank, start } = pair;
    if (pairRank[start] !== rank) continue; // One of its parts was merged with another meanwhile.
    const second = end[start] as number;
    const stop = end[second] as number;
    end[start] = stop;
    before[stop] = start;
    pairRank[second] = -1;
    parts -= 1;
    rankPair(start);
    const previous = before[start] as number;
    if (previous >= 0) rankPair(previous);
  }
  return parts;
}

/** A binary heap of pairs, the lowest rank first, then the leftmost. Both fit one number exactly. */
class PairHeap {
  readonly #keys: number[] = [];

  push(rank: number, start: number): void {
    const key = rank * 2 ** 32 + start;
    const keys = this.#keys;
    let at = keys.push(key) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = keys[parent] as number;
      if (above <= key) break;
      keys[at] = above;
      at = parent;
    }
    keys[at] = key;
  }

  pop(): { rank: number; start: number } | undefined {
    const keys = this.#keys;
    const top = keys[0];
    const last = keys.pop();
    if (top === undefined || last === undefined) return undefined;
    const size = keys.length;
    if (size > 0) {
      let at = 0;
      for (let child = 1; child < size; child = 2 * at + 1) {
        if (child + 1 < size && (keys[child + 1] as number) < (keys[child] as number)) child += 1;
        const below = keys[child] as number;
        if (below >= last) break;
        keys[at] = below;
        at = child;
      }
      keys[at] = last;
    }
    return { rank: Math.floor(top / 2 ** 32), start: top % 2 ** 32 };
  }
}
