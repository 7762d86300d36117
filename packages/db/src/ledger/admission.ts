import {
  type Budget,
  BudgetExceededError,
  type HoldRequest,
  LedgerGapError,
  leftOf,
  type NanoUsd,
  refusalOf,
  type WindowBounds,
} from '@weighbridge/embeddings/domain';
import { BudgetRows } from '../budgets/rows.ts';
import { WindowBoundsCache } from '../budgets/window-bounds.ts';
import type { Connection } from '../files/connection.ts';
import { GapRows, overlaps } from '../gaps/gap-rows.ts';
import type { LedgerGap } from '../ports/index.ts';
import { MAX_NANO_USD } from './amounts.ts';

/** A budget's window that an entry counts in. */
export interface Pin {
  budgetId: string;
  windowStart: number;
}

/** What a call asks of one budget. */
interface Ask {
  budget: Budget;
  nanoUsd: NanoUsd;
}

/** The condition that guards admission: settled + held + uncertain + asked <= limit, for every budget in scope. */
export class Admission {
  readonly #budgets: BudgetRows;
  readonly #bounds = new WindowBoundsCache();
  readonly #gaps: GapRows;
  readonly #reserve;

  constructor(connection: Connection) {
    this.#budgets = new BudgetRows(connection);
    this.#gaps = new GapRows(connection);
    // Written as a subtraction, so that a huge amount asked cannot overflow.
    this.#reserve = connection.prepare<[NanoUsd, string, number, NanoUsd, NanoUsd]>(`
      UPDATE budget_windows SET held_nano_usd = held_nano_usd + ?
      WHERE budget_id = ? AND window_start = ?
        AND ? <= ? - settled_nano_usd - held_nano_usd - uncertain_nano_usd`);
  }

  /**
   * Reserves the whole call in each budget it falls in, and says which windows those are, by scope. The caller's
   * transaction makes it all or none.
   * @throws BudgetExceededError or LedgerGapError from the first budget that refuses
   */
  reserve(requests: readonly HoldRequest[], at: number): Map<string, Pin[]> {
    const askedByScope = sumByScope(requests);
    const asks = this.#budgets
      .liveIn([...askedByScope.keys()])
      .map((budget): Ask => ({ budget, nanoUsd: askedByScope.get(budget.scope) ?? 0n }));
    const gaps = this.#gaps.open();
    const pins = new Map<string, Pin[]>();
    for (const [index, { budget, nanoUsd }] of asks.entries()) {
      const bounds = this.#bounds.at(budget, at);
      if (nanoUsd > 0n) assertKnown(gaps, budget, bounds);
      if (!this.#reserveIn(budget, bounds.start, nanoUsd)) {
        const room = this.#leastRoom(asks.slice(0, index), asks.slice(index), at);
        throw new BudgetExceededError(refusalOf(this.#budgets.statusOf(budget, bounds), nanoUsd, room));
      }
      const ofScope = pins.get(budget.scope) ?? [];
      ofScope.push({ budgetId: budget.id, windowStart: bounds.start });
      pins.set(budget.scope, ofScope);
    }
    return pins;
  }

  #reserveIn(budget: Budget, windowStart: number, asked: NanoUsd): boolean {
    this.#budgets.openWindow(budget.id, windowStart);
    // What costs nothing passes an exhausted budget, as an answer from the cache does.
    if (asked === 0n) return true;
    return (
      asked <= MAX_NANO_USD &&
      this.#reserve.run(asked, budget.id, windowStart, asked, budget.limitNanoUsd).changes === 1
    );
  }

  /** What every budget of the call still has room for; `reserved` ones hold the refused call until it is undone. */
  #leastRoom(reserved: readonly Ask[], others: readonly Ask[], at: number): NanoUsd {
    const left = ({ budget }: Ask) => leftOf(this.#budgets.statusOf(budget, this.#bounds.at(budget, at)));
    let least = MAX_NANO_USD;
    for (const room of [...reserved.map((ask) => left(ask) + ask.nanoUsd), ...others.map(left)]) {
      if (room < least) least = room;
    }
    return least;
  }
}

/** @throws LedgerGapError when what was spent in a part of the window is unknown */
function assertKnown(gaps: readonly LedgerGap[], budget: Budget, bounds: WindowBounds): void {
  const gap = gaps.find((candidate) => overlaps(candidate, bounds));
  if (!gap) return;
  throw new LedgerGapError({
    gapId: gap.id,
    from: iso(gap.from),
    to: iso(gap.to),
    budgetId: budget.id,
    scope: budget.scope,
    window: budget.window,
    windowStart: iso(bounds.start),
    resetsAt: bounds.end === null ? null : iso(bounds.end),
  });
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function sumByScope(requests: readonly HoldRequest[]): Map<string, NanoUsd> {
  const sums = new Map<string, NanoUsd>();
  for (const request of requests) {
    for (const scope of new Set(request.scopes)) {
      sums.set(scope, (sums.get(scope) ?? 0n) + request.nanoUsd);
    }
  }
  return sums;
}
