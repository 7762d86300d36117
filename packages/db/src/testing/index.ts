export { SettableClock } from './settable-clock.ts';
export { type TemporaryStores, type TemporaryStoresOptions, temporaryStores } from './temporary-stores.ts';
