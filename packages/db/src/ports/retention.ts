import type { AuditStamp } from './audit.ts';

/** How long single entries of the ledger, and deliveries of webhooks, are kept; sums are kept for ever. Instants are ms since the epoch. */
export interface Retention {
  /** null keeps entries for ever. */
  days: number | null;
  /**
   * Closed entries from before it are deleted, or about to be: from there on back the ledger is known by quarter hours
   * only. A whole quarter hour; null while nothing was ever deleted.
   */
  detailsFrom: number | null;
  /** The first quarter hour that has sums; null while there are none. */
  sumsFrom: number | null;
}

export interface RetentionStore {
  get(): Promise<Retention>;
  /** Acts at the next pruning. @throws RangeError when it is neither null nor a whole number of days from 1 */
  set(days: number | null, audit: AuditStamp): Promise<Retention>;
  /**
   * Deletes up to `limit` closed entries and as many finished deliveries of webhooks that are too old, in one short
   * transaction, and answers how many. Sums, the counters of budgets and alerts stay as they are; what is held or
   * uncertain, or still on its way, is never deleted.
   */
  prune(limit: number): Promise<number>;
}
