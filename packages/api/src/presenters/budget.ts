import { type BudgetStatus, leftOf } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { budget as budgetSchema } from '../schemas/budgets.ts';
import { amount } from './amount.ts';
import { instant, instantOrNull } from './instant.ts';

/** From this share of the limit on, a budget is shown as a warning. */
const WARNING_PERCENT = 80n;

/** A budget with its present window as it is shown. */
export function budget(status: BudgetStatus): z.infer<typeof budgetSchema> {
  const counted = status.settledNanoUsd + status.heldNanoUsd + status.uncertainNanoUsd;
  const left = amount(leftOf(status));
  const limit = amount(status.limitNanoUsd);
  const settled = amount(status.settledNanoUsd);
  const held = amount(status.heldNanoUsd);
  const uncertain = amount(status.uncertainNanoUsd);
  return {
    id: status.id,
    scope: status.scope,
    window: status.window,
    timeZone: status.timeZone,
    resetTime: status.resetTime,
    windowStart: instant(status.windowStart),
    resetsAt: instantOrNull(status.resetsAt),
    limitNanoUsd: limit.nanoUsd,
    limit: limit.usd,
    settledNanoUsd: settled.nanoUsd,
    settled: settled.usd,
    heldNanoUsd: held.nanoUsd,
    held: held.usd,
    uncertainNanoUsd: uncertain.nanoUsd,
    uncertain: uncertain.usd,
    leftNanoUsd: left.nanoUsd,
    left: left.usd,
    used: share(counted, status.limitNanoUsd),
    level: level(counted, status.limitNanoUsd),
  };
}

/** A part of a limit as a plain number; limits are never zero. */
export function share(part: bigint, limit: bigint): number {
  return Number(part) / Number(limit);
}

/** Compared as integers, so that exactly 80 % is a warning and exactly the limit is exhausted. */
function level(counted: bigint, limit: bigint): 'ok' | 'warning' | 'exhausted' {
  if (counted >= limit) return 'exhausted';
  return counted * 100n >= limit * WARNING_PERCENT ? 'warning' : 'ok';
}
