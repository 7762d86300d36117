import { type ErrorFacts, WeighbridgeError } from './base.ts';

export type StorageErrorCode =
  | 'BACKUP_FAILED'
  | 'BACKUP_MISSING'
  | 'BACKUP_UNSOUND'
  | 'DATA_DIR_LOCKED'
  | 'DATA_DIR_UNUSABLE'
  | 'DATABASE_MISSING'
  | 'DATABASE_TOO_NEW'
  | 'DATABASE_UNREADABLE'
  | 'EXPORT_FAILED'
  | 'EXPORT_UNREADABLE'
  | 'STORAGE_UNAVAILABLE';

/** Something is wrong with the data directory or a database in it. */
export class StorageError extends WeighbridgeError {
  constructor(code: StorageErrorCode, message: string, facts: ErrorFacts = {}, cause?: unknown) {
    super({
      code,
      kind: 'unavailable',
      message,
      facts,
      retryable: code === 'STORAGE_UNAVAILABLE',
      ...(cause === undefined ? {} : { cause }),
    });
  }
}
