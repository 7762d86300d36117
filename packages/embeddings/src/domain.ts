// The terms without the machinery: what stores and their threads need loads neither the SDK nor the tokenizer.
export type { Bill, BillFormat, BillLine, LedgerDay, UncertainOfDay } from './bill/index.ts';
export * from './budget/budget.ts';
export * from './budget/refusal.ts';
export * from './budget/window.ts';
export * from './errors/index.ts';
export type { TokenizerName } from './models/catalogue.ts';
export * from './money.ts';
export * from './ports/index.ts';
export type { RateLimit } from './ratelimit/index.ts';
export * from './tags.ts';
export * from './too-long.ts';
export * from './turns.ts';
