import type { PieceCounter } from './piece-counter.ts';
import { pieceEnd } from './presplit.ts';
import { segmentEnd } from './segments.ts';
import { LONGEST_TOKEN_BYTES, type Vocabulary } from './vocabulary.ts';

/** Tokens of `text` if they are `limit` or fewer, else some number above `limit`. */
export function countText(counter: PieceCounter, text: string, limit = Number.POSITIVE_INFINITY): number {
  // A code unit is at least one byte.
  if (text.length > limit * LONGEST_TOKEN_BYTES) {
    return limit + 1;
  }
  let total = 0;
  for (let at = 0; at < text.length && total <= limit; ) {
    const end = segmentEnd(text, at);
    counter.buffer.load(at === 0 && end === text.length ? text : text.slice(at, end));
    total += counter.count(0, limit - total);
    at = end;
  }
  return total;
}

/** Token ids of `text`. */
export function encodeText({ buffer, merge }: PieceCounter, text: string): Uint32Array {
  let ids = new Uint32Array(text.length + 16);
  let written = 0;
  for (let from = 0; from < text.length; ) {
    const end = segmentEnd(text, from);
    buffer.load(text.slice(from, end));
    for (let at = 0; at < buffer.length; ) {
      const next = pieceEnd(buffer.bytes, at);
      const count = merge.encode(buffer.bytes, at, next);
      if (written + count > ids.length) {
        ids = grown(ids, written + count);
      }
      for (let index = 0; index < count; index++) {
        ids[written++] = merge.tokens[index] as number;
      }
      at = next;
    }
    from = end;
  }
  return ids.slice(0, written);
}

/** Bytes of token ids, one after the other. Throws a RangeError for an id that the encoding does not have. */
export function decodeIds(vocabulary: Vocabulary, ids: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const { bytes, offsets, specialTokens } = vocabulary;
  let length = 0;
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] as number;
    const size = isOrdinary(vocabulary, id)
      ? (offsets[id + 1] as number) - (offsets[id] as number)
      : specialTokens.get(id)?.length;
    if (size === undefined) {
      throw new RangeError(`Item ${index} is ${id}, which is no token of cl100k_base.`);
    }
    length += size;
  }
  const decoded = new Uint8Array(length);
  let at = 0;
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] as number;
    if (!isOrdinary(vocabulary, id)) {
      const name = specialTokens.get(id) as string;
      for (let unit = 0; unit < name.length; unit++) decoded[at++] = name.charCodeAt(unit);
      continue;
    }
    const end = offsets[id + 1] as number;
    for (let from = offsets[id] as number; from < end; from++) decoded[at++] = bytes[from] as number;
  }
  return decoded;
}

/** Whether the id is that of bytes, and not of a special token, whose name is in ASCII. */
function isOrdinary({ offsets }: Vocabulary, id: number): boolean {
  return Number.isInteger(id) && id >= 0 && id < offsets.length - 1;
}

function grown(ids: Uint32Array<ArrayBuffer>, needed: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(needed, 2 * ids.length));
  larger.set(ids);
  return larger;
}
