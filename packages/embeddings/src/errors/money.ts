import { WeighbridgeError } from './base.ts';

export class InvalidAmountError extends WeighbridgeError {
  constructor(given: string) {
    super({
      code: 'INVALID_AMOUNT',
      kind: 'bad_request',
      message: `"${given}" is not an amount of dollars. Write a positive decimal such as 0.50, with at most nine decimals.`,
      facts: { given },
    });
  }
}

/** Refused before anything was sent: what a call costs at this price fits no row of the ledger, or hardly any budget. */
export class PriceUnusableError extends WeighbridgeError {
  constructor(model: string, nanoUsdPerToken: bigint, highest: bigint) {
    super({
      code: 'PRICE_UNUSABLE',
      kind: 'unavailable',
      message:
        `The price set for "${model}" is ${nanoUsdPerToken} nano-USD a token, beyond a dollar a token, so no call can be ` +
        'held against a budget. Nothing was sent or charged. An administrator sets the right one with ' +
        `"weighbridge prices set ${model} --usd-per-million <dollars>", or takes it back with "weighbridge prices remove ${model}".`,
      facts: { model, nanoUsdPerToken: String(nanoUsdPerToken), highestNanoUsdPerToken: String(highest) },
    });
  }
}

export class InvalidBudgetError extends WeighbridgeError {
  constructor(field: string, reason: string) {
    super({
      code: 'INVALID_BUDGET',
      kind: 'bad_request',
      message: `The budget's ${field} cannot be used: ${reason}`,
      facts: { field },
    });
  }
}

/** What one budget said when it refused. Amounts are nano-USD as decimal strings. */
export interface BudgetRefusal {
  budgetId: string;
  scope: string;
  window: string;
  windowStart: string;
  resetsAt: string | null;
  limitNanoUsd: string;
  settledNanoUsd: string;
  heldNanoUsd: string;
  uncertainNanoUsd: string;
  askedNanoUsd: string;
  /** The least that is left over all budgets the call falls in: this one may not be the tightest. */
  roomNanoUsd: string;
  limit: string;
  asked: string;
  left: string;
}

/** Refused before anything was sent: settled + held + uncertain + asked would pass the budget's limit. */
export class BudgetExceededError extends WeighbridgeError {
  constructor(refusal: BudgetRefusal) {
    const reset = refusal.resetsAt ? ` It resets at ${refusal.resetsAt}.` : ' It never resets.';
    super({
      code: 'BUDGET_EXCEEDED',
      kind: 'budget',
      message:
        `The ${refusal.window} budget of ${refusal.scope} is ${refusal.limit}, of which ${refusal.left} is left; ` +
        `this call needs ${refusal.asked}. Nothing was sent or charged.${reset} ` +
        'Send less, wait for the reset, or ask an administrator to raise the limit.',
      facts: { ...refusal },
    });
  }
}

/** Why a budget cannot say what is left: what was spent in a period is not in the ledger. Instants are ISO 8601. */
export interface GapRefusal {
  gapId: string;
  from: string;
  to: string;
  budgetId: string;
  scope: string;
  window: string;
  windowStart: string;
  resetsAt: string | null;
}

/** Refused before anything was sent: the ledger does not know what was spent in a part of the budget's window. */
export class LedgerGapError extends WeighbridgeError {
  constructor(refusal: GapRefusal) {
    const { gapId, from, to, scope, window, resetsAt } = refusal;
    const reset = resetsAt ? ` (it resets at ${resetsAt})` : '';
    super({
      code: 'LEDGER_GAP',
      kind: 'budget',
      message:
        `The ledger was put back to an older copy and lacks what was spent from ${from} to ${to}, so the ${window} ` +
        `budget of ${scope} cannot tell what is left${reset}. Nothing was sent or charged. An administrator says what ` +
        `the provider billed then: weighbridge ledger gaps close ${gapId} --billed-usd <dollars>, or --nothing-billed.`,
      facts: { ...refusal },
    });
  }
}

/** The ledger could not make a hold durable (disk full, database gone), so nothing may be sent. */
export class LedgerUnavailableError extends WeighbridgeError {
  constructor(reason: string, cause?: unknown) {
    super({
      code: 'LEDGER_UNAVAILABLE',
      kind: 'unavailable',
      message: `The ledger cannot be written (${reason}), so nothing was sent. Free disk space or check the data directory, then try again.`,
      retryable: true,
      facts: { reason },
      ...(cause === undefined ? {} : { cause }),
    });
  }
}
