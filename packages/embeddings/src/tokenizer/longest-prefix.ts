import { byteWidth, classAt, NEWLINE, SPACE } from './character-classes.ts';
import type { PieceCounter } from './piece-counter.ts';
import { longestFitting, type Prefix } from './prefix-search.ts';
import { pieceEnd } from './presplit.ts';

/**
 * The longest prefix of the counter's buffer of at most `limit` tokens that ends on a character's border.
 *
 * That is not simply the first `limit` tokens: a prefix may have fewer tokens than a shorter one ('hello' is
 * one, though 'helloworld' begins with 'h'), and a cut in white space changes how what is left of it splits.
 */
export function longestPrefix(counter: PieceCounter, limit: number): Prefix {
  const { bytes, length } = counter.buffer;
  let total = 0;
  // Where the white space right before `at` begins: the only pieces before it that a cut further on may change.
  let settled: Prefix = { end: 0, tokens: 0 };
  for (let at = 0; at < length; ) {
    const next = pieceEnd(bytes, at);
    const tokens = counter.countPiece(at, next);
    if (total + tokens > limit) {
      return cutPiece(counter, settled, { end: at, tokens: total }, next, limit);
    }
    total += tokens;
    if (!isWhitespacePiece(bytes, at, next)) {
      settled = { end: next, tokens: total };
    }
    at = next;
  }
  return { end: length, tokens: total };
}

/** Cuts the piece from `before.end` to `next`, the first that does not fit. */
function cutPiece(
  counter: PieceCounter,
  settled: Prefix,
  before: Prefix,
  next: number,
  limit: number,
): Prefix {
  const { merge, buffer } = counter;
  const { bytes } = buffer;
  const start = before.end;
  const blank = isWhitespace(bytes, start) ? byteWidth(bytes[start] as number) : 0;
  if (isWhitespacePiece(bytes, start, next)) {
    // The run's last character, if it belongs to the piece behind, joins it when the cut comes between.
    const end = isWhitespace(bytes, next) ? next + byteWidth(bytes[next] as number) : next;
    return cutWhitespace(counter, settled, end, limit);
  }
  const found = longestFitting(merge, bytes, start, next, limit - before.tokens);
  return found.end > start + blank
    ? { end: found.end, tokens: before.tokens + found.tokens }
    : cutWhitespace(counter, settled, start + blank, limit);
}

/** The longest prefix that ends in the white space from `settled.end` to `end`, which may be empty. */
function cutWhitespace(counter: PieceCounter, settled: Prefix, end: number, limit: number): Prefix {
  const { merge, buffer } = counter;
  const { bytes } = buffer;
  const fitting = (from: Prefix, to: number): Prefix => {
    const found = longestFitting(merge, bytes, from.end, to, limit - from.tokens);
    return { end: found.end, tokens: from.tokens + found.tokens };
  };
  // Up to its last line break the run is one piece, and what follows is another.
  let lines = settled;
  let lastLine = lastBreakEnd(bytes, settled.end, end);
  while (lastLine > settled.end) {
    const found = fitting(settled, lastLine);
    if (found.end === lastLine) {
      lines = found;
      break;
    }
    lastLine = lastBreakEnd(bytes, settled.end, found.end);
  }
  let lineEnd = lines.end;
  while (lineEnd < end && classAt(bytes, lineEnd) !== NEWLINE) {
    lineEnd += byteWidth(bytes[lineEnd] as number);
  }
  return fitting(lines, lineEnd);
}

/** End of the last line break in `bytes[start .. end)`, or `start`. */
function lastBreakEnd(bytes: Uint8Array, start: number, end: number): number {
  return (
    1 +
    Math.max(bytes.subarray(start, end).lastIndexOf(LF), bytes.subarray(start, end).lastIndexOf(CR)) +
    start
  );
}

const LF = 0x0a;
const CR = 0x0d;

/** Whether the piece consists of white space only; else at most its first character is. */
function isWhitespacePiece(bytes: Uint8Array, start: number, end: number): boolean {
  const second = start + byteWidth(bytes[start] as number);
  return isWhitespace(bytes, start) && (second >= end || isWhitespace(bytes, second));
}

function isWhitespace(bytes: Uint8Array, at: number): boolean {
  const kind = classAt(bytes, at);
  return kind === SPACE || kind === NEWLINE;
}
