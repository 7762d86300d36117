import type { NanoUsd } from '../money.ts';

export type BudgetWindow = 'hour' | 'day' | 'week' | 'month' | 'total';

export const BUDGET_WINDOWS: readonly BudgetWindow[] = ['hour', 'day', 'week', 'month', 'total'];

/** A limit on truly billed money in a scope and a window. */
export interface Budget {
  id: string;
  /** `global`, `project:<id>`, `key:<id>`, `tag:<tag>`, `provider:<id>` or `model:<id>`. */
  scope: string;
  window: BudgetWindow;
  /** IANA zone in which windows begin, such as `Europe/Berlin`. */
  timeZone: string;
  /** Local time of day at which day, week and month windows begin, `HH:MM`. */
  resetTime: string;
  limitNanoUsd: NanoUsd;
  createdAt: number;
}

/** A budget with its present window. Instants are ms since the epoch; `resetsAt` is null for `total`. */
export interface BudgetStatus extends Budget {
  windowStart: number;
  resetsAt: number | null;
  settledNanoUsd: NanoUsd;
  heldNanoUsd: NanoUsd;
  uncertainNanoUsd: NanoUsd;
}
