export * from './openai/index.ts';
export type * from './provider.ts';
