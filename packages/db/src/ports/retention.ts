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

/** What keeping details for so many days would delete now, and what it would leave. */
export interface RetentionPreview {
  /** What was placed before it goes; a whole quarter hour. */
  from: number;
  /** Closed entries of the ledger that would go, and all entries there are. */
  entries: number;
  allEntries: number;
  /** Older than it and kept all the same, since nobody knows their end yet. */
  openEntries: number;
  /** Findings of inspection, and finished deliveries of webhooks, that would go. */
  findings: number;
  deliveries: number;
}

export interface RetentionStore {
  get(): Promise<Retention>;
  /** Changes nothing. @throws RangeError as `set` */
  preview(days: number): Promise<RetentionPreview>;
  /** Acts at the next pruning. @throws RangeError when it is neither null nor a whole number of days from 1 */
  set(days: number | null, audit: AuditStamp): Promise<Retention>;
  /**
   * Deletes up to `limit` closed entries and as many finished deliveries of webhooks that are too old, in one short
   * transaction, and answers how many. Sums, the counters of budgets and alerts stay as they are; what is held or
   * uncertain, or still on its way, is never deleted.
   */
  prune(limit: number): Promise<number>;
}
