import type { BudgetRefusal } from '../errors/money.ts';
import { formatUsd, type NanoUsd } from '../money.ts';
import type { BudgetStatus } from './budget.ts';

/** What is left of a budget: limit - settled - held - uncertain, never below zero. */
export function leftOf(
  status: Pick<BudgetStatus, 'limitNanoUsd' | 'settledNanoUsd' | 'heldNanoUsd' | 'uncertainNanoUsd'>,
): NanoUsd {
  const left = status.limitNanoUsd - status.settledNanoUsd - status.heldNanoUsd - status.uncertainNanoUsd;
  return left > 0n ? left : 0n;
}

/** The facts of a refusal, for BudgetExceededError. `room` is the least that is left over all budgets of the call. */
export function refusalOf(
  status: BudgetStatus,
  asked: NanoUsd,
  room: NanoUsd = leftOf(status),
): BudgetRefusal {
  return {
    budgetId: status.id,
    scope: status.scope,
    window: status.window,
    windowStart: new Date(status.windowStart).toISOString(),
    resetsAt: status.resetsAt === null ? null : new Date(status.resetsAt).toISOString(),
    limitNanoUsd: status.limitNanoUsd.toString(),
    settledNanoUsd: status.settledNanoUsd.toString(),
    heldNanoUsd: status.heldNanoUsd.toString(),
    uncertainNanoUsd: status.uncertainNanoUsd.toString(),
    askedNanoUsd: asked.toString(),
    roomNanoUsd: room.toString(),
    limit: formatUsd(status.limitNanoUsd),
    asked: formatUsd(asked),
    left: formatUsd(leftOf(status)),
  };
}
