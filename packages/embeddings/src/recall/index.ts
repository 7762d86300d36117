export { groupDuplicates } from './duplicates.ts';
export {
  derivePoolKey,
  poolFingerprint,
  recallKeyInTurns,
  recallKeyOfIds,
  recallKeys,
} from './recall-key.ts';
