import type { AlertKey, AlertSeverity, LedgerGap, Overrun } from '@weighbridge/db';
import type { BudgetStatus, Forecast, NanoUsd } from '@weighbridge/embeddings';

/** Something to tell, before it is put into words. */
export type Finding =
  | { kind: 'threshold'; budget: BudgetStatus; percent: number; ended: boolean; forecast: Forecast | null }
  | { kind: 'forecast'; budget: BudgetStatus; forecast: Forecast }
  | { kind: 'uncertain'; budget: BudgetStatus; percent: number }
  | { kind: 'uncertain'; budget: null; nanoUsd: NanoUsd; bound: NanoUsd; day: number }
  | { kind: 'overrun'; day: number; by: readonly Overrun[] }
  | { kind: 'gap'; gap: LedgerGap };

/** With fewer days measured, a forecast is a guess. */
export const DAYS_TO_TRUST = 3;

/** What makes a finding the same question as another. */
export function keyOf(finding: Finding): AlertKey {
  const { kind } = finding;
  const none = { limitNanoUsd: 0n, threshold: 0 };
  if (finding.kind === 'gap') {
    return { ...none, kind, subject: finding.gap.id, windowStart: finding.gap.from };
  }
  if (finding.kind === 'overrun') return { ...none, kind, subject: 'ledger', windowStart: finding.day };
  if (finding.budget === null) {
    return { ...none, kind, subject: 'ledger', windowStart: finding.day, limitNanoUsd: finding.bound };
  }
  const { id, windowStart, limitNanoUsd } = finding.budget;
  const threshold = finding.kind === 'forecast' ? 0 : finding.percent;
  return { kind, subject: id, windowStart, limitNanoUsd, threshold };
}

export function severityOf(finding: Finding): AlertSeverity {
  switch (finding.kind) {
    case 'threshold':
      return finding.percent >= 100 ? 'critical' : finding.percent >= 80 ? 'warning' : 'info';
    case 'forecast':
      return finding.forecast.daysMeasured >= DAYS_TO_TRUST ? 'warning' : 'info';
    case 'uncertain':
      return 'warning';
    default:
      return 'critical';
  }
}

/** What counts against a budget's limit. */
export function countedOf(budget: BudgetStatus): NanoUsd {
  return budget.settledNanoUsd + budget.heldNanoUsd + budget.uncertainNanoUsd;
}

/** Whether an amount is at least so many percent of a limit, exactly. */
export function reaches(amount: NanoUsd, limit: NanoUsd, percent: number): boolean {
  return amount * 100n >= limit * BigInt(percent);
}

/** Whether this question, or a harder one of its kind, was answered. */
export function isTold(key: AlertKey, told: readonly AlertKey[]): boolean {
  return told.some(
    (other) =>
      other.kind === key.kind &&
      other.subject === key.subject &&
      other.windowStart === key.windowStart &&
      other.limitNanoUsd === key.limitNanoUsd &&
      other.threshold >= key.threshold,
  );
}
