import type { Budget, WindowBounds } from '@weighbridge/embeddings/domain';
import type { Connection } from '../files/connection.ts';
import { ceilTo, DAY_MS, decompose, SPANS } from '../ledger/spans.ts';
import { RetentionReader } from '../retention/retention-reader.ts';
import { wholeQuarters } from '../spend/coverage.ts';
import { SeqRanges } from '../spend/seq-ranges.ts';
import { parseScope, type ScopeFilter } from './scope.ts';

/**
 * Gives a new budget the spend its present window already has: a day budget starts with today's. Attempts in flight and
 * uncertain ones are counted and pinned too, so that closing them later moves them within this window.
 */
export class BudgetSeed {
  readonly #connection: Connection;
  readonly #ranges: SeqRanges;
  readonly #retention: RetentionReader;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#ranges = new SeqRanges(connection);
    this.#retention = new RetentionReader(connection);
  }

  /** `at` is the ledger's effective time: nothing was placed after it. */
  fill(budget: Budget, bounds: WindowBounds, at: number): void {
    const filter = parseScope(budget.scope);
    const seqFrom = this.#ranges.firstFrom(bounds.start);
    this.#pinOpenEntries(budget.id, bounds.start, filter, seqFrom);
    const held = this.#openSum('held', filter, seqFrom);
    const uncertain = this.#openSum('uncertain', filter, seqFrom);
    const settled = this.#settled(filter, bounds.start, at);
    this.#connection
      .prepare('INSERT INTO budget_windows VALUES (?, ?, ?, ?, ?, ?)')
      .run(budget.id, bounds.start, settled, held, uncertain, settled);
  }

  #pinOpenEntries(budgetId: string, windowStart: number, filter: ScopeFilter, seqFrom: number): void {
    this.#connection
      .prepare(`
        INSERT INTO entry_budgets (entry_seq, budget_id, window_start)
        SELECT seq, ?, ? FROM entries
        WHERE state <> 'settled' AND state IN ('held', 'uncertain') AND seq >= ? ${narrowing(filter)}`)
      .run(budgetId, windowStart, seqFrom, ...boundBy(filter));
  }

  #openSum(state: 'held' | 'uncertain', filter: ScopeFilter, seqFrom: number): bigint {
    return this.#sum(
      `SELECT sum(held_nano_usd) FROM entries
       WHERE state <> 'settled' AND state = ? AND seq >= ? ${narrowing(filter)}`,
      [state, seqFrom, ...boundBy(filter)],
    );
  }

  #settled(filter: ScopeFilter, from: number, at: number): bigint {
    // Where entries were deleted, the quarter hour that a window begins within counts whole: rather too much than too little.
    const range = wholeQuarters({ from, to: ceilTo(DAY_MS, at + 1) }, this.#retention.detailsFrom());
    const { rollups, edges } = decompose(range, SPANS);
    const table = filter?.by === 'label' ? 'label_rollups' : 'spend_rollups';
    const narrowed =
      filter === null ? '' : filter.by === 'label' ? 'AND label = ?' : `AND +${filter.column} = ?`;
    const value = filter === null ? [] : [filter.by === 'label' ? filter.label : filter.value];
    let settled = 0n;
    for (const range of rollups) {
      settled += this.#sum(
        `SELECT sum(nano_usd) FROM ${table} WHERE span = ? AND start >= ? AND start < ? ${narrowed}`,
        [range.span, range.from, range.to, ...value],
      );
    }
    for (const edge of edges) {
      const seqs = this.#ranges.of(edge);
      settled += this.#sum(
        `SELECT sum(settled_nano_usd) FROM entries
         WHERE state = 'settled' AND seq >= ? AND seq < ? ${narrowing(filter)}`,
        [seqs.from, seqs.to, ...boundBy(filter)],
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

/** The condition on `entries`; the unary plus keeps the planner on the range of `seq`. */
function narrowing(filter: ScopeFilter): string {
  if (filter === null) return '';
  if (filter.by === 'column') return `AND +${filter.column} = ?`;
  if (filter.entries === 'key') return 'AND +key_id = ?';
  return 'AND EXISTS (SELECT 1 FROM entry_tags WHERE tag = ? AND entry_seq = seq)';
}

function boundBy(filter: ScopeFilter): string[] {
  return filter === null ? [] : [filter.value];
}
