import { BytePairMerge } from './byte-pair-merge.ts';
import { END_BYTE } from './character-classes.ts';
import type { EncodingTables } from './encoding-tables.ts';
import { pieceEnd } from './presplit.ts';
import { Utf8Buffer } from './utf8-buffer.ts';

const SLOT_BITS = 15;
const SLOT_WORDS = 16;
/** One word holds length and count; of the last of the others one byte stays zero, so that it is always partial. */
const LONGEST_CACHED = 4 * (SLOT_WORDS - 1) - 1;
const LOW_BYTES = new Int32Array([0, 0xff, 0xffff, 0xffffff]);

/** Counts the tokens of a buffer piece by piece, and remembers the counts of pieces it has met. */
export class PieceCounter {
  readonly buffer = new Utf8Buffer();
  readonly merge: BytePairMerge;
  /**
   * One slot for each hash, of 64 bytes, the latest piece wins: 2 MB whatever comes, no bookkeeping on a hit.
   * First word: length << 8 | count (0 when empty); then the piece's bytes, zeros behind them.
   */
  private readonly cache = new Int32Array(SLOT_WORDS << SLOT_BITS);

  constructor(tables: EncodingTables) {
    this.merge = new BytePairMerge(tables);
  }

  /** Tokens of the buffer's bytes from `start` to its end; stops early once they are more than `limit`. */
  count(start: number, limit: number): number {
    const { bytes, length } = this.buffer;
    let total = 0;
    for (let at = start; at < length && total <= limit; ) {
      const next = pieceEnd(bytes, at);
      total += this.countPiece(at, next);
      at = next;
    }
    return total;
  }

  /** Tokens of the bytes from `start` to `end` as a text of its own. */
  countRange(start: number, end: number): number {
    const { buffer } = this;
    const { length } = buffer;
    const next = buffer.bytes[end] as number;
    buffer.bytes[end] = END_BYTE;
    buffer.length = end;
    const total = this.count(start, Number.POSITIVE_INFINITY);
    buffer.bytes[end] = next;
    buffer.length = length;
    return total;
  }

  /** Tokens of one piece, which `pieceEnd` delimited. */
  countPiece(start: number, end: number): number {
    const { bytes, view } = this.buffer;
    const length = end - start;
    if (length > LONGEST_CACHED) {
      return this.merge.encode(bytes, start, end);
    }
    const { cache } = this;
    let hash = length;
    let at = start;
    for (; at + 4 <= end; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    const tail = view.getInt32(at, true) & (LOW_BYTES[end - at] as number);
    const slot = (Math.imul(hash ^ tail, 0x9e3779b1) >>> (32 - SLOT_BITS)) * SLOT_WORDS;
    const known = cache[slot] as number;
    if (known >>> 8 === length) {
      let word = slot + 1;
      at = start;
      while (at + 4 <= end && cache[word] === view.getInt32(at, true)) {
        word++;
        at += 4;
      }
      if (at + 4 > end && cache[word] === tail) {
        return known & 0xff;
      }
    }
    const count = this.merge.encode(bytes, start, end);
    cache[slot] = (length << 8) | count;
    let word = slot + 1;
    for (at = start; at + 4 <= end; at += 4) {
      cache[word++] = view.getInt32(at, true);
    }
    cache[word] = tail;
    return count;
  }
}
