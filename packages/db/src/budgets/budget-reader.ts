import {
  type Budget,
  type BudgetStatus,
  leftOf,
  type NanoUsd,
  windowAt,
} from '@weighbridge/embeddings/domain';
import type { Connection } from '../files/connection.ts';
import { LedgerClock } from '../ledger/clock.ts';
import { BudgetRows } from './rows.ts';
import { WindowBoundsCache } from './window-bounds.ts';

export class BudgetReader {
  readonly #connection: Connection;
  readonly #rows: BudgetRows;
  readonly #clock: LedgerClock;
  readonly #bounds = new WindowBoundsCache();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#rows = new BudgetRows(connection);
    this.#clock = new LedgerClock(connection);
  }

  /** In one snapshot: the counters of all budgets belong to the same moment. */
  list(at: number): BudgetStatus[] {
    return this.#connection.transaction(() => {
      const effective = this.#clock.effective(at);
      return this.#rows
        .live()
        .map((budget) => this.#rows.statusOf(budget, this.#bounds.at(budget, effective)));
    })();
  }

  liveIn(scopes: readonly string[]): readonly Budget[] {
    return this.#rows.liveIn(scopes);
  }

  /** What the tightest of these budgets has left; undefined when there is none. */
  roomOf(budgets: readonly Budget[], at: number): NanoUsd | undefined {
    if (budgets.length === 0) return undefined;
    const effective = this.#clock.effective(at);
    let least: NanoUsd | undefined;
    for (const budget of budgets) {
      const left = leftOf(this.#rows.statusOf(budget, this.#bounds.at(budget, effective)));
      if (least === undefined || left < least) least = left;
    }
    return least;
  }

  /** The windows before those that began within the last `withinMs`, of budgets that were there already. */
  justEnded(at: number, withinMs: number): BudgetStatus[] {
    return this.#connection.transaction(() => {
      const effective = this.#clock.effective(at);
      return this.#rows.live().flatMap((budget) => {
        const { start } = this.#bounds.at(budget, effective);
        if (start <= effective - withinMs || budget.createdAt >= start) return [];
        return [this.#rows.statusOf(budget, windowAt(budget, start - 1))];
      });
    })();
  }
}
