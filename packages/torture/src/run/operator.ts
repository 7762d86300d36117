import { setTimeout as wait } from 'node:timers/promises';
import type { Stores } from '@weighbridge/db';
import { type BudgetStatus, leftOf } from '@weighbridge/embeddings';
import type { Random } from '../random.ts';
import { instant } from '../record/record.ts';
import type { ScenarioBudget } from '../scenario/budgets.ts';
import type { Limits } from '../worker/messages.ts';
import type { Course } from './course.ts';

const LOOK_EVERY_MS = 250;
/** What one call may need, nano-USD: with less left, a budget counts as used up. */
const ONE_CALL = 5_000n;
/** A limit that admits everything, for a sabotage that guards on its own. */
const OUT_OF_REACH = 10n ** 15n;

export interface OperatorParts {
  stores: Stores;
  budgets: readonly ScenarioBudget[];
  course: Course;
  random: Random;
  now(): number;
  tell(limits: Limits): void;
  /** Write limits to the database that are out of reach. */
  unguarded: boolean;
}

/** Who sets the limits: creates the budgets, raises those that stay used up, and lowers one for a moment now and then. */
export class Operator {
  readonly #parts: OperatorParts;
  readonly #limits: Record<string, bigint> = {};
  readonly #usedUp = new Map<string, number>();
  #stopping = false;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: OperatorParts) {
    this.#parts = parts;
  }

  limits(): Limits {
    return { ...this.#limits };
  }

  async createBudgets(): Promise<void> {
    const { stores, budgets, course, unguarded, now } = this.#parts;
    for (const { steered: _, ...budget } of budgets) {
      const asked = instant();
      this.#limits[budget.id] = budget.limitNanoUsd;
      await stores.budgets.create(
        { ...budget, ...(unguarded ? { limitNanoUsd: OUT_OF_REACH } : {}), createdAt: now() },
        this.#stamp(),
      );
      course.limit(budget.id, budget.limitNanoUsd, asked);
    }
  }

  start(): void {
    this.#work = this.#operate();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#work;
  }

  async #operate(): Promise<void> {
    const { random } = this.#parts;
    let looks = 0;
    let nextLowering = random.whole(6, 12);
    while (!this.#stopping) {
      await wait(LOOK_EVERY_MS);
      looks += 1;
      await this.#raiseUsedUp();
      if (looks < nextLowering) continue;
      nextLowering = looks + random.whole(8, 16);
      await this.#lowerForAMoment();
    }
  }

  async #raiseUsedUp(): Promise<void> {
    for (const { budget, status } of await this.#steered()) {
      if (leftOf(status) >= ONE_CALL) {
        this.#usedUp.delete(budget.id);
        continue;
      }
      const looks = (this.#usedUp.get(budget.id) ?? 0) + 1;
      this.#usedUp.set(budget.id, looks);
      if (looks < 2) continue;
      this.#usedUp.delete(budget.id);
      const percent = BigInt(this.#parts.random.whole(150, 300));
      await this.#change(budget.id, status.limitNanoUsd + (budget.limitNanoUsd * percent) / 100n);
    }
  }

  /** Below what is spent, if anything is: admissions must stop, and go on when the limit is back. */
  async #lowerForAMoment(): Promise<void> {
    const { random } = this.#parts;
    const { status } = random.pick(await this.#steered());
    const spent = status.settledNanoUsd + status.uncertainNanoUsd;
    await this.#change(status.id, spent > 2n ? spent / 2n : status.limitNanoUsd / 2n);
    await wait(random.between(150, 350));
    await this.#change(status.id, status.limitNanoUsd);
  }

  /** Steered budgets as they are, with their true limits. */
  async #steered(): Promise<{ budget: ScenarioBudget; status: BudgetStatus }[]> {
    const { stores, budgets, now } = this.#parts;
    const statuses = await stores.budgets.list(now());
    return budgets
      .filter(({ steered }) => steered)
      .flatMap((budget) => {
        const status = statuses.find(({ id }) => id === budget.id);
        const limitNanoUsd = this.#limits[budget.id] ?? budget.limitNanoUsd;
        return status ? [{ budget, status: { ...status, limitNanoUsd } }] : [];
      });
  }

  async #change(id: string, limitNanoUsd: bigint): Promise<void> {
    const { stores, course, tell, unguarded } = this.#parts;
    const asked = instant();
    this.#limits[id] = limitNanoUsd;
    if (unguarded) tell(this.limits());
    else await stores.budgets.update(id, { limitNanoUsd }, this.#stamp());
    course.limit(id, limitNanoUsd, asked);
  }

  #stamp() {
    return { at: this.#parts.now(), actor: 'operator', reason: null, correlationId: null };
  }
}
