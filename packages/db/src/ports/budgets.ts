import type { Budget, BudgetStatus, NanoUsd } from '@weighbridge/embeddings/domain';
import type { AuditStamp } from './audit.ts';

export interface BudgetStore {
  /** Every budget with the window that holds `at` (or the latest the ledger has seen, if the clock went back). */
  list(at: number): Promise<BudgetStatus[]>;
  /** What the tightest of the budgets in these scopes has left now; undefined when there is none. Quick: calls wait for it. */
  roomIn(scopes: readonly string[], at: number): Promise<NanoUsd | undefined>;
  /**
   * Every budget whose window began within the last `withinMs`, as the window before it ended. Attempts that were out
   * then are still closed in it.
   */
  justEnded(at: number, withinMs: number): Promise<BudgetStatus[]>;
  /** @throws ConflictError BUDGET_EXISTS when scope and window are taken. */
  create(budget: Budget, audit: AuditStamp): Promise<Budget>;
  /** Lowering a limit below what is spent stops admissions; raising it frees them at once. @throws NotFoundError */
  update(id: string, change: { limitNanoUsd: NanoUsd }, audit: AuditStamp): Promise<Budget>;
  /** @throws NotFoundError */
  remove(id: string, audit: AuditStamp): Promise<void>;
}
