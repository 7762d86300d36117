export { groupDuplicates } from './duplicates.ts';
export { derivePoolKey, poolFingerprint, recallKeyOfIds, recallKeys } from './recall-key.ts';
