export * from './access.ts';
export * from './base.ts';
export * from './call.ts';
export * from './input.ts';
export * from './money.ts';
export * from './provider.ts';
export * from './rate-limit.ts';
export * from './storage.ts';
