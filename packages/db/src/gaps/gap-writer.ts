import {
  ConflictError,
  formatUsdExactly,
  type NanoUsd,
  NotFoundError,
  windowAt,
} from '@weighbridge/embeddings/domain';
import { AuditWriter } from '../audit/audit-writer.ts';
import { BudgetRows } from '../budgets/rows.ts';
import type { Connection } from '../files/connection.ts';
import type { Pin } from '../ledger/admission.ts';
import { assertAmount } from '../ledger/amounts.ts';
import type { LedgerWriter } from '../ledger/ledger.ts';
import type { AuditStamp, LedgerGap } from '../ports/index.ts';
import { GapRows, overlaps } from './gap-rows.ts';

/** What somebody found out about a period that the ledger knows nothing of, with who said so. */
export class GapWriter {
  readonly #connection: Connection;
  readonly #ledger: LedgerWriter;
  readonly #rows: GapRows;
  readonly #budgets: BudgetRows;
  readonly #audit: AuditWriter;

  constructor(connection: Connection, ledger: LedgerWriter) {
    this.#connection = connection;
    this.#ledger = ledger;
    this.#rows = new GapRows(connection);
    this.#budgets = new BudgetRows(connection);
    this.#audit = new AuditWriter(connection);
  }

  /** @throws NotFoundError; ConflictError GAP_CLOSED; RangeError */
  close(id: string, billedNanoUsd: NanoUsd, stamp: AuditStamp, now: number): LedgerGap {
    assertAmount('What was billed', billedNanoUsd);
    const gap = this.#require(id);
    if (gap.closedAt !== null) {
      throw new ConflictError(
        'GAP_CLOSED',
        `The gap "${id}" was closed at ${new Date(gap.closedAt).toISOString()}. List the gaps again.`,
        { id, billedNanoUsd: String(gap.billedNanoUsd) },
      );
    }
    if (billedNanoUsd > 0n) {
      const correlationId = stamp.correlationId ?? id;
      this.#ledger.adjust({ id: `adj_${id}`, correlationId, nanoUsd: billedNanoUsd }, this.#pinsOf(gap), now);
    }
    this.#connection
      .prepare('UPDATE ledger_gaps SET closed_at = ?, nano_usd = ? WHERE id = ?')
      .run(now, billedNanoUsd, id);
    this.#audit.write(stamp, {
      action: 'ledger.close_gap',
      target: id,
      from: `${new Date(gap.from).toISOString()} to ${new Date(gap.to).toISOString()}`,
      to: `${formatUsdExactly(billedNanoUsd)} billed`,
    });
    return { ...gap, closedAt: now, billedNanoUsd };
  }

  /** Nobody knows how the amount divides over time and projects: all of it counts in each budget's last window of the gap. */
  #pinsOf(gap: LedgerGap): Pin[] {
    return this.#budgets.live().flatMap((budget) => {
      const bounds = windowAt(budget, gap.to - 1);
      const began = bounds.end === null || budget.createdAt < bounds.end;
      return began && overlaps(gap, bounds) ? [{ budgetId: budget.id, windowStart: bounds.start }] : [];
    });
  }

  #require(id: string): LedgerGap {
    const gap = this.#rows.find(id);
    if (!gap) throw new NotFoundError('ledger gap', id, 'List the gaps to see their ids.');
    return gap;
  }
}
