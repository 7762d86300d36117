export type * from './catalogue.ts';
export * from './clock.ts';
export * from './ledger.ts';
export * from './quality.ts';
export * from './recall.ts';
export * from './routing.ts';
