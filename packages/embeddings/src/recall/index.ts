export { groupDuplicates } from './duplicates.ts';
export { derivePoolKey, recallKeyOfIds, recallKeys } from './recall-key.ts';
