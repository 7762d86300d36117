import type { RecallScope } from '@weighbridge/embeddings/domain';
import type { AuditStamp } from './audit.ts';

/** What one project's vectors take in one space. */
export interface PoolUse {
  pool: string;
  space: string;
  partition: RecallScope['partition'];
  entries: number;
  bytes: number;
}

/** Whose vectors an export holds. */
export interface ExportOwner {
  pool: string;
  /** Stands for the secret and pool under which texts were hashed; a cache with another one finds none of them. */
  fingerprint: string;
}

export interface CacheExportReport {
  file: string;
  entries: number;
  bytes: number;
}

export interface CacheImportReport {
  /** In the file. */
  entries: number;
  /** Kept now and not before. */
  added: number;
  /** Damaged in the file, or refused by `isSound`. */
  refused: number;
}

/** Looking after the kept vectors of projects. None of this holds up calls for longer than a slice takes. */
export interface CacheStore {
  pools(): Promise<PoolUse[]>;
  /** Forgets every vector of a pool, with an audit line; what is asked for again is paid for again. */
  purge(pool: string, audit: AuditStamp): Promise<{ entries: number; bytes: number }>;
  /**
   * Writes a pool's vectors to a new file (mode 0600).
   * @throws ConflictError EXPORT_EXISTS; StorageError EXPORT_FAILED
   */
  export(file: string, owner: ExportOwner): Promise<CacheExportReport>;
  /**
   * Takes a file's vectors into the pool they came from. What is kept already stays as it is.
   * @throws StorageError EXPORT_UNREADABLE; ConflictError EXPORT_FOREIGN when its owner is another
   */
  import(
    file: string,
    owner: ExportOwner,
    isSound: (space: string, vector: Float32Array) => boolean,
    audit: AuditStamp,
  ): Promise<CacheImportReport>;
}
