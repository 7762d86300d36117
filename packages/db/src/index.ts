export { type FileLock, lockDataDir } from './files/lock.ts';
export { backupDataDir, checkDataDir } from './keeping/offline.ts';
export { type RestoreReport, restoreDataDir } from './keeping/restore.ts';
export { type OpenStoresOptions, openStores, openStoresInProcess } from './open-stores.ts';
export type * from './ports/index.ts';
export type { Stores } from './stores.ts';
