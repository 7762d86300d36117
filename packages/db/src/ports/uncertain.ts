import type { NanoUsd } from '@weighbridge/embeddings/domain';
import type { AuditStamp } from './audit.ts';
import type { LedgerLine } from './spend.ts';

/** What resolving attempts would settle or free: the same amount, in the same windows. */
export interface UncertainEffects {
  /** Of those that were named and are uncertain. */
  attempts: number;
  tokens: number;
  nanoUsd: NanoUsd;
  /** The budget windows that they are pinned to, of removed budgets too. */
  windows: { budgetId: string; windowStart: number; nanoUsd: NanoUsd }[];
}

/** How much nobody knows the end of. */
export interface UncertainOpen {
  attempts: number;
  nanoUsd: NanoUsd;
}

/** Money that may have been billed. It counts against budgets until somebody says what became of it. */
export interface UncertainStore {
  /**
   * `billed` settles the attempt at what was held, `not_billed` releases it; with its audit line, in one transaction.
   * @throws NotFoundError; ConflictError NOT_UNCERTAIN when the attempt is in another state.
   */
  resolve(id: string, as: 'billed' | 'not_billed', audit: AuditStamp): Promise<LedgerLine>;
  /** The same for many, all or none. @throws NotFoundError; ConflictError NOT_UNCERTAIN */
  resolveMany(
    ids: readonly string[],
    as: 'billed' | 'not_billed',
    audit: AuditStamp,
  ): Promise<UncertainEffects>;
  effects(ids: readonly string[]): Promise<UncertainEffects>;
  /** All that is uncertain of what was placed at or after an instant. */
  open(from: number): Promise<UncertainOpen>;
}
