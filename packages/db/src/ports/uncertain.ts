import type { AuditStamp } from './audit.ts';
import type { LedgerLine } from './spend.ts';

/** Money that may have been billed. It counts against budgets until somebody says what became of it. */
export interface UncertainStore {
  /**
   * `billed` settles the attempt at what was held, `not_billed` releases it; with its audit line, in one transaction.
   * @throws NotFoundError; ConflictError NOT_UNCERTAIN when the attempt is in another state.
   */
  resolve(id: string, as: 'billed' | 'not_billed', audit: AuditStamp): Promise<LedgerLine>;
}
