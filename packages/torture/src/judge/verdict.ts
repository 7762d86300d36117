import type { SabotageName } from '../scenario/scenario.ts';

/** What is checked, by name, with what it means that it holds. */
export const CHECKS = {
  overshoot: 'no window of any budget was billed beyond its limit',
  'held-before-sent': 'every billed request had a hold before it left, and stands in the ledger',
  'settled-exact': 'what is settled equals what was billed, to the last token and nano-dollar',
  'released-unbilled': 'what was released was billed nowhere',
  'truth-within': 'in each window settled <= billed <= settled + uncertain',
  'nothing-held': 'nothing is left held',
  counters: 'the counters of each window equal its entries',
  rollups: 'the sums of the ledger equal its entries',
  placement: 'entries stand where and as they were asked for, by the processes’ own records',
  'paid-once': 'a text that was delivered was not paid for again',
  integrity: 'the database’s own check finds nothing wrong',
  'no-trouble': 'no process died by itself, nothing failed that should not',
  'worth-it': 'a budget was reached, requests were out together, processes were killed',
} as const;

export type CheckName = keyof typeof CHECKS;

export interface CheckResult {
  name: CheckName;
  passed: boolean;
  violations: number;
  /** The first few, in words. */
  examples: string[];
}

/** One budget over all its windows. Amounts are decimal strings of nano-USD. */
export interface BudgetFigures {
  id: string;
  scope: string;
  window: string;
  /** Windows that anything was billed in. */
  windows: number;
  refusals: number;
  /** Least of limit less billed, at any moment of any window; below zero it is overshot. */
  leastHeadroomNanoUsd: string;
  /** Billed beyond the limit, over all windows. */
  overshootNanoUsd: string;
  overshotWindows: number;
  /** The most that any window was billed, in percent of its limit. */
  mostUsedPercent: number;
}

/** What one limiter let through. */
export interface LoadFigures {
  seconds: number;
  holds: number;
  /** Requests in the journal. */
  requests: number;
  billedRequests: number;
  billedTokens: number;
  billedNanoUsd: string;
  /** Beyond limits, over all windows. */
  overshootNanoUsd: string;
  overshotWindows: number;
  mostUsedPercent: number;
  leastHeadroomNanoUsd: string;
  refusals: number;
  mostInFlight: number;
  budgets: BudgetFigures[];
}

export interface Verdict {
  passed: boolean;
  checks: CheckResult[];
  seed: number;
  processes: number;
  clients: number;
  sabotage: SabotageName | null;
  ledger: LoadFigures;
  naive: LoadFigures | null;
  uncertain: {
    entries: number;
    nanoUsd: string;
    /** What of it was truly billed. */
    billedNanoUsd: string;
    /** Entries that a dead process left. */
    crashed: number;
  };
  kills: number;
  /** Requests that were out when their process was killed, by its last word. */
  killedInFlight: number;
  /** Times that the end of a window was passed. */
  edges: { hours: number; days: number; months: number; clockChanges: number };
  setBack: number;
  /** Holds so near the end of a window that the ledger’s own word decided in which one they lie, within what the processes’ records allow. */
  nearAnEdge: number;
  /** Texts that were billed more than once in a project: after an uncertain or unsound answer, or in two processes at once. */
  textsPaidAgain: number;
}
