import { loadTables } from './encoding-tables.ts';
import { PieceCounter } from './piece-counter.ts';
import { countText, decodeIds, encodeText } from './text-encoding.ts';
import { prefixEnd, splitWindows, type TokenWindow } from './windows.ts';

/** Exact, synchronous counting for one encoding. Texts count as plain text, whatever special tokens they spell. */
export interface Tokenizer {
  readonly encoding: 'cl100k_base';
  /**
   * Tokens of `text`. Time is linear in its length, for hostile texts too (at worst some 0.7 s a megabyte); a
   * lone surrogate counts as U+FFFD, which is what is sent in its place.
   */
  count(text: string): number;
  /** Tokens of `text` if they are `limit` or fewer; else some number above `limit`, found without reading on. */
  countUpTo(text: string, limit: number): number;
  /** Token ids, equal to tiktoken's `encode_ordinary`. */
  encode(text: string): Uint32Array;
  /** Text of the ids, special tokens included. Throws a RangeError for an unknown id. Broken UTF-8 gives U+FFFD. */
  decode(ids: ArrayLike<number>): string;
  /** Bytes of the ids, special tokens included. Throws a RangeError for an unknown id. */
  decodeBytes(ids: ArrayLike<number>): Uint8Array;
  /** The longest prefix of at most `maxTokens` tokens that ends on a character's border, with its exact count. */
  truncate(text: string, maxTokens: number): { text: string; tokens: number };
  /**
   * Consecutive windows, each the longest of at most `maxTokens` tokens, with exact counts; `start` and `end` are
   * offsets in `text` in UTF-16 code units. With `overlap`, a window begins with up to that many tokens of the
   * one before; without, the windows' texts together are `text`. None for an empty text. Throws a RangeError
   * when one character alone has more than `maxTokens` tokens (never from 4 on).
   */
  split(text: string, maxTokens: number, overlap?: number): TokenWindow[];
}

/** A tokenizer with a cache of its own (2 MB). The vocabulary is loaded at first use, once for the thread. */
export function createTokenizer(): Tokenizer {
  return new Cl100kTokenizer();
}

class Cl100kTokenizer implements Tokenizer {
  readonly encoding = 'cl100k_base';
  private loaded: PieceCounter | undefined;

  count(text: string): number {
    return this.countUpTo(text, Number.POSITIVE_INFINITY);
  }

  countUpTo(text: string, limit: number): number {
    requireText(text);
    if (!(limit >= 0)) {
      throw new RangeError(`limit is ${limit}: expected a number of tokens, 0 or more.`);
    }
    return countText(this.counter, text, limit);
  }

  encode(text: string): Uint32Array {
    requireText(text);
    return encodeText(this.counter, text);
  }

  decode(ids: ArrayLike<number>): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(decodeIds(loadTables().vocabulary, ids));
  }

  decodeBytes(ids: ArrayLike<number>): Uint8Array {
    return decodeIds(loadTables().vocabulary, ids);
  }

  truncate(text: string, maxTokens: number): { text: string; tokens: number } {
    requireText(text);
    requireWhole('maxTokens', maxTokens, 0);
    const { end, tokens } = prefixEnd(this.counter, text, 0, maxTokens);
    return { text: text.slice(0, end), tokens };
  }

  split(text: string, maxTokens: number, overlap = 0): TokenWindow[] {
    requireText(text);
    requireWhole('maxTokens', maxTokens, 1);
    requireWhole('overlap', overlap, 0);
    if (overlap >= maxTokens) {
      throw new RangeError(`overlap is ${overlap}: expected less than maxTokens, ${maxTokens}.`);
    }
    return splitWindows(this.counter, text, maxTokens, overlap);
  }

  private get counter(): PieceCounter {
    this.loaded ??= new PieceCounter(loadTables());
    return this.loaded;
  }
}

function requireText(text: unknown): void {
  if (typeof text !== 'string') {
    throw new TypeError(`text is of type ${typeof text}: expected a string.`);
  }
}

function requireWhole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name} is ${value}: expected a whole number of tokens, ${least} or more.`);
  }
}
