export type * from './ports/index.ts';
export type { Stores } from './stores.ts';
