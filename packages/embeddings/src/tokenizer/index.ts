export { TokenCounterError, type TokenCounterErrorCode } from './errors.ts';
export { createTokenCounter, type TokenCounter, type TokenCounterOptions } from './token-counter.ts';
export { createTokenizer, type Tokenizer } from './tokenizer.ts';
export type { TokenWindow } from './windows.ts';
