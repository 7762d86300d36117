export type TokenCounterErrorCode = 'TOKENIZER_FAILED' | 'TOKENIZER_CLOSED';

/** Counting in worker threads could not be completed. Counting the same texts again is safe: nothing was spent. */
export class TokenCounterError extends Error {
  readonly code: TokenCounterErrorCode;

  constructor(code: TokenCounterErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TokenCounterError';
    this.code = code;
  }
}
