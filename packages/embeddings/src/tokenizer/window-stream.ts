import type { Tokenizer } from './tokenizer.ts';
import { LONGEST_TOKEN_BYTES } from './vocabulary.ts';

/** Windows of a text as pairs of numbers: where one ends, in UTF-16 code units of the whole, and its exact tokens. */
export type WindowPairs = number[];

/**
 * `Tokenizer.split` for a text that arrives in parts: each window is known as soon as no later part can change it, so that
 * neither the time of one part nor what is kept depends on the length of the whole.
 */
export class WindowStream {
  readonly #tokenizer: Tokenizer;
  readonly #maxTokens: number;
  /** Windows that are still wanted. */
  #wanted: number;
  #rest = '';
  /** Where `rest` begins in the whole text. */
  #base = 0;

  constructor(tokenizer: Tokenizer, maxTokens: number, mostWindows: number) {
    this.#tokenizer = tokenizer;
    this.#maxTokens = maxTokens;
    this.#wanted = mostWindows;
  }

  /** The windows that this part completes. */
  push(part: string, isLast: boolean): WindowPairs {
    const text = this.#rest + part;
    const pairs: WindowPairs = [];
    // No window reaches further than this: see `prefixEnd`.
    const reach = this.#maxTokens * LONGEST_TOKEN_BYTES + 2;
    let at = 0;
    while (this.#wanted > 0 && at < text.length && (isLast || text.length - at >= reach)) {
      const { text: window, tokens } = this.#tokenizer.truncate(text.slice(at), this.#maxTokens);
      if (window === '') {
        throw new RangeError(
          `The character at ${this.#base + at} has more than ${this.#maxTokens} tokens: ask for windows of 4 tokens or more.`,
        );
      }
      at += window.length;
      this.#wanted -= 1;
      pairs.push(this.#base + at, tokens);
    }
    this.#base += at;
    this.#rest = this.#wanted > 0 ? text.slice(at) : '';
    return pairs;
  }
}
