import type { AuditStamp } from './audit.ts';
import type { LedgerLine } from './spend.ts';

/** Money that may have been billed. It counts against budgets until somebody says what became of it. */
export interface UncertainStore {
  /** Oldest first. */
  list(options: { limit: number; after?: number }): Promise<{ items: LedgerLine[]; cursor: number | null }>;
  /**
   * `billed` settles the attempt at what was held, `not_billed` releases it; with its audit line, in one transaction.
   * @throws NotFoundError, or ConflictError NOT_UNCERTAIN when the attempt is in another state.
   */
  resolve(id: string, as: 'billed' | 'not_billed', audit: AuditStamp): Promise<LedgerLine>;
}
