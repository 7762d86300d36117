import type { Budget, BudgetStatus, BudgetWindow, WindowBounds } from '@weighbridge/embeddings/domain';
import type { Connection } from '../files/connection.ts';

interface BudgetRow {
  id: string;
  scope: string;
  window: BudgetWindow;
  time_zone: string;
  reset_time: string;
  limit_nano_usd: bigint;
  created_at: bigint;
}

interface WindowRow {
  settled_nano_usd: bigint;
  held_nano_usd: bigint;
  uncertain_nano_usd: bigint;
}

const LIVE = 'SELECT * FROM budgets WHERE removed_at IS NULL';

/** Budgets that are not removed, and the counters of their windows. */
export class BudgetRows {
  readonly #live;
  readonly #liveInScopes;
  readonly #byId;
  readonly #open;
  readonly #window;

  constructor(connection: Connection) {
    const inOrder = 'ORDER BY created_at, id';
    this.#live = connection.prepare<[], BudgetRow>(`${LIVE} ${inOrder}`).safeIntegers();
    this.#liveInScopes = connection
      .prepare<[string], BudgetRow>(`${LIVE} AND scope IN (SELECT value FROM json_each(?)) ${inOrder}`)
      .safeIntegers();
    this.#byId = connection.prepare<[string], BudgetRow>(`${LIVE} AND id = ?`).safeIntegers();
    this.#open = connection.prepare<[string, number]>(
      'INSERT INTO budget_windows VALUES (?, ?, 0, 0, 0, 0) ON CONFLICT DO NOTHING',
    );
    this.#window = connection
      .prepare<[string, number], WindowRow>(
        'SELECT settled_nano_usd, held_nano_usd, uncertain_nano_usd FROM budget_windows WHERE budget_id = ? AND window_start = ?',
      )
      .safeIntegers();
  }

  live(): Budget[] {
    return this.#live.all().map(budgetOf);
  }

  liveIn(scopes: readonly string[]): Budget[] {
    return this.#liveInScopes.all(JSON.stringify(scopes)).map(budgetOf);
  }

  find(id: string): Budget | undefined {
    const row = this.#byId.get(id);
    return row && budgetOf(row);
  }

  /** Makes sure the window has a row to count in. */
  openWindow(budgetId: string, windowStart: number): void {
    this.#open.run(budgetId, windowStart);
  }

  statusOf(budget: Budget, bounds: WindowBounds): BudgetStatus {
    const row = this.#window.get(budget.id, bounds.start);
    return {
      ...budget,
      windowStart: bounds.start,
      resetsAt: bounds.end,
      settledNanoUsd: row?.settled_nano_usd ?? 0n,
      heldNanoUsd: row?.held_nano_usd ?? 0n,
      uncertainNanoUsd: row?.uncertain_nano_usd ?? 0n,
    };
  }
}

function budgetOf(row: BudgetRow): Budget {
  return {
    id: row.id,
    scope: row.scope,
    window: row.window,
    timeZone: row.time_zone,
    resetTime: row.reset_time,
    limitNanoUsd: row.limit_nano_usd,
    createdAt: Number(row.created_at),
  };
}
