import type { NanoUsd } from '@weighbridge/embeddings/domain';
import type { AuditStamp } from './audit.ts';

/** A period whose spend the ledger does not know: an older copy of it was put in place. Instants are ms since the epoch. */
export interface LedgerGap {
  id: string;
  /** The latest instant that the copy had seen. */
  from: number;
  /** Exclusive: from here on the ledger knows everything again. */
  to: number;
  /** `restore`: by our own command; `rollback`: found at a start, put there by hand. */
  cause: 'restore' | 'rollback';
  foundAt: number;
  /** null while it is open: budget windows that overlap it admit nothing that costs. */
  closedAt: number | null;
  /** What somebody found out was billed in it. */
  billedNanoUsd: NanoUsd | null;
}

export interface GapStore {
  /** The latest first. */
  list(): Promise<LedgerGap[]>;
  /**
   * Closes a gap with what was billed in it, which counts in the last window of every budget that overlaps it.
   * @throws NotFoundError; ConflictError GAP_CLOSED
   */
  close(id: string, billedNanoUsd: NanoUsd, audit: AuditStamp): Promise<LedgerGap>;
}
