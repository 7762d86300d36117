import {
  type AttemptOutcome,
  BudgetExceededError,
  type HoldRequest,
  type Ledger,
  refusalOf,
  windowAt,
} from '@weighbridge/embeddings';
import type { ScenarioBudget } from '../scenario/budgets.ts';

/**
 * What is usually written by hand: a sum in memory, `spent < limit` before a call, and what the answer reports added
 * afterwards. One instance is shared by all clients, and nothing kills it: it is given every advantage.
 */
export class NaiveLedger implements Ledger {
  readonly #budgets: readonly ScenarioBudget[];
  readonly #clock: { now(): number };
  readonly #spent = new Map<string, bigint>();
  readonly #scopes = new Map<string, readonly string[]>();

  constructor(budgets: readonly ScenarioBudget[], clock: { now(): number }) {
    this.#budgets = budgets;
    this.#clock = clock;
  }

  async hold(requests: readonly HoldRequest[]): Promise<void> {
    for (const request of requests) {
      for (const budget of this.#inScope(request.scopes)) {
        const { key, start, end } = this.#windowOf(budget);
        const settledNanoUsd = this.#spent.get(key) ?? 0n;
        if (settledNanoUsd < budget.limitNanoUsd) continue;
        const status = {
          ...budget,
          createdAt: 0,
          windowStart: start,
          resetsAt: end,
          settledNanoUsd,
          heldNanoUsd: 0n,
          uncertainNanoUsd: 0n,
        };
        throw new BudgetExceededError(refusalOf(status, request.nanoUsd));
      }
      this.#scopes.set(request.id, request.scopes);
    }
  }

  async close(outcomes: readonly AttemptOutcome[]): Promise<void> {
    for (const outcome of outcomes) {
      const scopes = this.#scopes.get(outcome.id) ?? [];
      this.#scopes.delete(outcome.id);
      if (outcome.state !== 'settled') continue;
      for (const budget of this.#inScope(scopes)) {
        const { key } = this.#windowOf(budget);
        this.#spent.set(key, (this.#spent.get(key) ?? 0n) + outcome.nanoUsd);
      }
    }
  }

  async post(): Promise<void> {}

  async drained(): Promise<void> {}

  #inScope(scopes: readonly string[]): ScenarioBudget[] {
    return this.#budgets.filter(({ scope }) => scopes.includes(scope));
  }

  #windowOf(budget: ScenarioBudget) {
    const bounds = windowAt(budget, this.#clock.now());
    return { ...bounds, key: `${budget.id} ${bounds.start}` };
  }
}
