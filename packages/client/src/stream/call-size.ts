import type { BatchLimits } from './types.ts';

const MAX_INPUTS = 2048;
const MAX_BYTES = 4 * 1024 * 1024;

/** Tokens of one request to OpenAI. Calls are cut to fill whole requests: a full one and a rest are two. */
const REQUEST_TOKENS = 300_000;
/** What the estimate leaves free, so that a call that is a little heavier does not need one request more. */
const FULL = 0.98;
/** Of English prose, a little low; only until the first answer has said how it is here. */
const FIRST_BYTES_PER_TOKEN = 4;

/** How large a call may be, by what the answers so far have weighed. */
export class CallSize {
  readonly maxInputs: number;
  readonly #maxBytes: number;
  #inputs = 0;
  #bytes = 0;
  #tokens = 0;

  constructor({ maxInputs = MAX_INPUTS, maxBytes = MAX_BYTES }: BatchLimits) {
    this.maxInputs = maxInputs;
    this.#maxBytes = maxBytes;
  }

  learn(inputs: number, bytes: number, tokens: number): void {
    this.#inputs += inputs;
    this.#bytes += bytes;
    this.#tokens += tokens;
  }

  /** UTF-8 bytes that the next call may have. */
  get maxBytes(): number {
    const bytesPerToken = this.#tokens > 0 ? this.#bytes / this.#tokens : FIRST_BYTES_PER_TOKEN;
    const requestBytes = REQUEST_TOKENS * FULL * bytesPerToken;
    if (this.#inputs === 0) return Math.min(this.#maxBytes, requestBytes);
    const largest = Math.min(this.#maxBytes, (this.maxInputs * this.#bytes) / this.#inputs);
    if (largest <= requestBytes) return this.#maxBytes;
    return Math.min(this.#maxBytes, Math.floor(largest / requestBytes) * requestBytes);
  }
}
