import { longestPrefix } from './longest-prefix.ts';
import type { PieceCounter } from './piece-counter.ts';
import type { Prefix } from './prefix-search.ts';
import { SEGMENT_UNITS, segmentEnd } from './segments.ts';
import { countText, encodeText } from './text-encoding.ts';
import { LONGEST_TOKEN_BYTES } from './vocabulary.ts';

/** Where the longest prefix of `text[from ..]` of at most `maxTokens` tokens ends, and its exact tokens. */
export function prefixEnd(
  counter: PieceCounter,
  text: string,
  from: number,
  maxTokens: number,
): { end: number; tokens: number } {
  // No prefix within the limit reaches further, so the text need not either.
  const reach = text.slice(from, characterStart(text, from + maxTokens * LONGEST_TOKEN_BYTES + 1));
  const units = Math.min(SEGMENT_UNITS, 4 * maxTokens + 64);
  let tokens = 0;
  let at = 0;
  while (at < reach.length && tokens < maxTokens) {
    const end = segmentEnd(reach, at, units);
    const prefix = segmentPrefix(counter, reach.slice(at, end), maxTokens - tokens);
    tokens += prefix.tokens;
    if (prefix.end < counter.buffer.length) {
      return { end: from + at + counter.buffer.unitsBefore(prefix.end), tokens };
    }
    at = end;
  }
  return { end: from + at, tokens };
}

/**
 * The longest prefix of a segment, of which as much is loaded as that takes: one without a border may be many times as
 * long. A prefix that reached beyond what is loaded would have the borders of its own tokens among the last of it, so it
 * would be no longer than one found there: unless that ends near the end, it is the longest.
 */
function segmentPrefix(counter: PieceCounter, segment: string, limit: number): Prefix {
  for (let size = 4 * limit + 2 * MARGIN_BYTES; size < segment.length; size *= 4) {
    counter.buffer.load(segment.slice(0, characterStart(segment, size)));
    const prefix = longestPrefix(counter, limit);
    if (counter.buffer.length - prefix.end > MARGIN_BYTES) return prefix;
  }
  counter.buffer.load(segment);
  return longestPrefix(counter, limit);
}

const MARGIN_BYTES = 16 * LONGEST_TOKEN_BYTES;

/** `at`, or the unit before it when that would cut a surrogate pair. */
function characterStart(text: string, at: number): number {
  const isInside =
    at > 0 && at < text.length && isSurrogate(text, at - 1, 0xd800) && isSurrogate(text, at, 0xdc00);
  return isInside ? at - 1 : at;
}

function isSurrogate(text: string, at: number, base: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === base;
}

/** A part of a text: `text.slice(start, end)`, in UTF-16 code units, and its exact tokens. */
export interface TokenWindow {
  readonly text: string;
  readonly tokens: number;
  readonly start: number;
  readonly end: number;
}

/** See `Tokenizer.split`. */
export function splitWindows(
  counter: PieceCounter,
  text: string,
  maxTokens: number,
  overlap: number,
): TokenWindow[] {
  const windows: TokenWindow[] = [];
  let start = 0;
  let covered = 0;
  while (covered < text.length) {
    let { end, tokens } = prefixEnd(counter, text, start, maxTokens);
    if (end <= covered && start < covered) {
      // What is repeated leaves no room for the next character.
      start = covered;
      ({ end, tokens } = prefixEnd(counter, text, start, maxTokens));
    }
    if (end <= covered) {
      throw new RangeError(
        `The character at ${covered} has more than ${maxTokens} tokens, so no window can hold it: ask for windows of 4 tokens or more.`,
      );
    }
    windows.push({ text: text.slice(start, end), tokens, start, end });
    covered = end;
    start = overlap === 0 ? end : repeatedFrom(counter, text.slice(start, end), overlap) + start;
  }
  return windows;
}

/** Where the end of a window begins that is repeated in the next: at most `overlap` tokens by itself. */
function repeatedFrom(counter: PieceCounter, window: string, overlap: number): number {
  const ids = encodeText(counter, window);
  let bytes = 0;
  let units = 0;
  let unitBytes = 0;
  for (const [index, id] of ids.entries()) {
    if (index + overlap >= ids.length) {
      // A token may begin inside a character: on to the next one.
      while (unitBytes < bytes) {
        const codePoint = window.codePointAt(units) as number;
        unitBytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
        units += codePoint < 0x10000 ? 1 : 2;
      }
      if (countText(counter, window.slice(units), overlap) <= overlap) {
        return units;
      }
    }
    bytes += counter.merge.tokenBytes(id);
  }
  return window.length;
}
