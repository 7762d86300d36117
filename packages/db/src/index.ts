export { type FileLock, lockDataDir } from './files/lock.ts';
export { type OpenStoresOptions, openStores } from './open-stores.ts';
export type * from './ports/index.ts';
export type { Stores } from './stores.ts';
