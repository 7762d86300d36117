export { groupDuplicates } from './duplicates.ts';
export { derivePoolKey, recallKeys } from './recall-key.ts';
