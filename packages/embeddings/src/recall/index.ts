export { type DuplicateGroups, groupDuplicates } from './duplicates.ts';
export { derivePoolKey, recallKey, recallKeys } from './recall-key.ts';
