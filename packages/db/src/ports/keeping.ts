import type { AuditStamp } from './audit.ts';

/** What is looked at, in this order. */
export const INTEGRITY_CHECKS = [
  'pages',
  'schema',
  'foreign_keys',
  'order',
  'clock',
  'amounts',
  'windows',
  'rollups',
] as const;

export type IntegrityCheckName = (typeof INTEGRITY_CHECKS)[number];

/** One check of a database. */
export interface IntegrityFinding {
  name: IntegrityCheckName;
  ok: boolean;
  /** What was found, in words. */
  message: string;
  /** What to do; null when all is well. */
  hint: string | null;
  /** How many rows are wrong, and the first few of them in words. */
  problems: number;
  examples: string[];
}

export interface IntegrityReport {
  ok: boolean;
  findings: IntegrityFinding[];
}

/** What a backup holds. Instants are ms since the epoch. */
export interface BackupReport {
  file: string;
  bytes: number;
  /** The vectors' file, when it was asked for. */
  cacheFile: string | null;
  cacheBytes: number | null;
  /** The latest instant the ledger had seen: what was spent after it is not in the backup. 0 for an unused ledger. */
  highWater: number;
  entries: number;
  /** Attempts whose end the backup does not know; in flight when it was made, or uncertain. */
  openAttempts: number;
  /** Whether the copy itself is sound. */
  integrity: IntegrityReport;
}

/** What such a piece of work does, in this order. A backup copies, and then checks the copy. */
export type KeepingStep = 'copy' | 'copy_cache' | IntegrityCheckName;

/** Where it is. */
export interface KeepingProgress {
  step: KeepingStep;
  /** While it copies: written so far, of what it comes to at most. */
  bytes: number | null;
  totalBytes: number | null;
}

export type OnProgress = (progress: KeepingProgress) => void;

/** Keeping the database: copies of it, and whether it is sound. None of this holds up calls. */
export interface KeepingStore {
  /**
   * Writes a consistent copy of the database to a new file (mode 0600) and checks the copy. `audit` leaves a line that
   * names the file, so that copies in other places are known too.
   * @throws ConflictError BACKUP_EXISTS; StorageError BACKUP_FAILED
   */
  backup(
    file: string,
    options: { withCache: boolean; audit?: AuditStamp },
    onProgress?: OnProgress,
  ): Promise<BackupReport>;
  /** Looks at the whole database in one snapshot; `full` also compares every index with its table. */
  check(options: { full: boolean }, onProgress?: OnProgress): Promise<IntegrityReport>;
}
