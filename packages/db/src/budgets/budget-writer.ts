import {
  assertWindow,
  BUDGET_WINDOWS,
  type Budget,
  ConflictError,
  formatUsdExactly,
  InvalidBudgetError,
  type NanoUsd,
  NotFoundError,
  windowAt,
} from '@weighbridge/embeddings/domain';
import { AuditWriter } from '../audit/audit-writer.ts';
import type { Connection } from '../files/connection.ts';
import { MAX_NANO_USD } from '../ledger/amounts.ts';
import { LedgerClock } from '../ledger/clock.ts';
import type { AuditStamp } from '../ports/index.ts';
import { BudgetRows } from './rows.ts';
import { parseScope } from './scope.ts';
import { BudgetSeed } from './seed.ts';

export class BudgetWriter {
  readonly #connection: Connection;
  readonly #rows: BudgetRows;
  readonly #clock: LedgerClock;
  readonly #seed: BudgetSeed;
  readonly #audit: AuditWriter;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#rows = new BudgetRows(connection);
    this.#clock = new LedgerClock(connection);
    this.#seed = new BudgetSeed(connection);
    this.#audit = new AuditWriter(connection);
  }

  /** @throws InvalidBudgetError; ConflictError BUDGET_EXISTS */
  create(budget: Budget, stamp: AuditStamp, now: number): Budget {
    assertBudget(budget);
    const taken = this.#rows.liveIn([budget.scope]).find(({ window }) => window === budget.window);
    if (taken) {
      throw new ConflictError(
        'BUDGET_EXISTS',
        `${budget.scope} already has a ${budget.window} budget of ${formatUsdExactly(taken.limitNanoUsd)}. Change its limit, or remove it first.`,
        { budgetId: taken.id, scope: budget.scope, window: budget.window },
      );
    }
    this.#connection
      .prepare('INSERT INTO budgets VALUES (?, ?, ?, ?, ?, ?, ?, NULL)')
      .run(
        budget.id,
        budget.scope,
        budget.window,
        budget.timeZone,
        budget.resetTime,
        budget.limitNanoUsd,
        budget.createdAt,
      );
    // The windows before this one never get what they already had: a clock that goes back must not reach them.
    const at = this.#clock.advance(now);
    this.#seed.fill(budget, windowAt(budget, at), at);
    this.#audit.write(stamp, {
      action: 'budget.create',
      target: budget.id,
      from: null,
      to: describe(budget),
    });
    return budget;
  }

  /** @throws InvalidBudgetError; NotFoundError. The same limit again writes nothing. */
  update(id: string, change: { limitNanoUsd: NanoUsd }, stamp: AuditStamp): Budget {
    assertLimit(change.limitNanoUsd);
    const before = this.#require(id);
    if (before.limitNanoUsd === change.limitNanoUsd) return before;
    this.#connection
      .prepare('UPDATE budgets SET limit_nano_usd = ? WHERE id = ?')
      .run(change.limitNanoUsd, id);
    const after = { ...before, limitNanoUsd: change.limitNanoUsd };
    this.#audit.write(stamp, {
      action: 'budget.update',
      target: id,
      from: describe(before),
      to: describe(after),
    });
    return after;
  }

  /** Attempts in flight are still closed in its windows. @throws NotFoundError */
  remove(id: string, stamp: AuditStamp, now: number): void {
    const before = this.#require(id);
    this.#connection.prepare('UPDATE budgets SET removed_at = ? WHERE id = ?').run(now, id);
    this.#audit.write(stamp, { action: 'budget.remove', target: id, from: describe(before), to: null });
  }

  #require(id: string): Budget {
    const budget = this.#rows.find(id);
    if (!budget) throw new NotFoundError('budget', id, 'List the budgets to see their ids.');
    return budget;
  }
}

function assertBudget(budget: Budget): void {
  parseScope(budget.scope);
  if (!BUDGET_WINDOWS.includes(budget.window)) {
    throw new InvalidBudgetError('window', `"${budget.window}" is none of ${BUDGET_WINDOWS.join(', ')}.`);
  }
  assertWindow(budget);
  assertLimit(budget.limitNanoUsd);
}

function assertLimit(limit: NanoUsd): void {
  if (limit <= 0n) throw new InvalidBudgetError('limit', 'it must be more than $0.');
  if (limit > MAX_NANO_USD) {
    throw new InvalidBudgetError('limit', `it must not be more than ${formatUsdExactly(MAX_NANO_USD)}.`);
  }
}

function describe(budget: Budget): string {
  const reset = budget.window === 'total' ? '' : `, ${budget.resetTime} ${budget.timeZone}`;
  return `${budget.scope}, ${budget.window}${reset}: ${formatUsdExactly(budget.limitNanoUsd)}`;
}
