import type { Budget, WindowBounds } from '@weighbridge/embeddings/domain';
import type { Connection } from '../files/connection.ts';
import { SPANS_OF } from '../ledger/scopes.ts';
import { ceilTo, DAY_MS, decompose } from '../ledger/spans.ts';
import { RetentionReader } from '../retention/retention-reader.ts';
import { wholeQuarters } from '../spend/coverage.ts';
import { type Condition, narrow, type ScopesOfSums } from '../spend/narrowing.ts';
import { SeqRanges } from '../spend/seq-ranges.ts';
import { SumRows } from '../spend/sum-rows.ts';
import { parseScope } from './scope.ts';

/**
 * Gives a new budget the spend its present window already has: a day budget starts with today's. Attempts in flight and
 * uncertain ones are counted and pinned too, so that closing them later moves them within this window.
 */
export class BudgetSeed {
  readonly #connection: Connection;
  readonly #ranges: SeqRanges;
  readonly #retention: RetentionReader;
  readonly #sums: SumRows;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#ranges = new SeqRanges(connection);
    this.#retention = new RetentionReader(connection);
    this.#sums = new SumRows(connection);
  }

  /** `at` is the ledger's effective time: nothing was placed after it. */
  fill(budget: Budget, bounds: WindowBounds, at: number): void {
    // A budget's scope is one thing, so no keys need to be looked up.
    const { sums, entries } = narrow(parseScope(budget.scope), () => []);
    const seqFrom = this.#ranges.firstFrom(bounds.start);
    this.#pinOpenEntries(budget.id, bounds.start, entries, seqFrom);
    const held = this.#openSum('held', entries, seqFrom);
    const uncertain = this.#openSum('uncertain', entries, seqFrom);
    const settled = this.#settled(sums, entries, bounds.start, at);
    this.#connection
      .prepare('INSERT INTO budget_windows VALUES (?, ?, ?, ?, ?, ?)')
      .run(budget.id, bounds.start, settled, held, uncertain, settled);
  }

  #pinOpenEntries(budgetId: string, windowStart: number, entries: Condition, seqFrom: number): void {
    this.#connection
      .prepare(`
        INSERT INTO entry_budgets (entry_seq, budget_id, window_start)
        SELECT seq, ?, ? FROM entries
        WHERE state <> 'settled' AND state IN ('held', 'uncertain') AND seq >= ? ${entries.where}`)
      .run(budgetId, windowStart, seqFrom, ...entries.values);
  }

  #openSum(state: 'held' | 'uncertain', entries: Condition, seqFrom: number): bigint {
    return this.#sum(
      `SELECT sum(held_nano_usd) FROM entries
       WHERE state <> 'settled' AND state = ? AND seq >= ? ${entries.where}`,
      [state, seqFrom, ...entries.values],
    );
  }

  #settled(scopes: ScopesOfSums, entries: Condition, from: number, at: number): bigint {
    // Where entries were deleted, the quarter hour that a window begins within counts whole: rather too much than too little.
    const range = wholeQuarters({ from, to: ceilTo(DAY_MS, at + 1) }, this.#retention.detailsFrom());
    const { rollups, edges } = decompose(range, SPANS_OF[scopes.kind]);
    let settled = this.#sums.total(scopes, rollups).settledNanoUsd;
    for (const edge of edges) {
      const seqs = this.#ranges.of(edge);
      settled += this.#sum(
        `SELECT sum(settled_nano_usd) FROM entries
         WHERE state = 'settled' AND seq >= ? AND seq < ? ${entries.where}`,
        [seqs.from, seqs.to, ...entries.values],
      );
    }
    return settled;
  }

  #sum(query: string, values: (string | number)[]): bigint {
    const sum = this.#connection
      .prepare<(string | number)[], bigint | null>(query)
      .pluck()
      .safeIntegers()
      .get(...values);
    return sum ?? 0n;
  }
}
