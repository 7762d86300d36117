import type { AlertKey } from '@weighbridge/db';
import type { BudgetStatus, Forecast } from '@weighbridge/embeddings';
import type { WatchList } from '../watch-list.ts';
import { countedOf, type Finding, isTold, keyOf, reaches } from './finding.ts';

/**
 * The highest threshold that a window has reached, unless it or a higher one was told for this window and limit. A
 * charge that jumps over several tells the highest alone: it says all that the lower ones would.
 */
export function thresholdReached(
  budget: BudgetStatus,
  { thresholds }: Pick<WatchList, 'thresholds'>,
  told: readonly AlertKey[],
  ended = false,
): Finding | null {
  const counted = countedOf(budget);
  const percent = Math.max(0, ...thresholds.filter((one) => reaches(counted, budget.limitNanoUsd, one)));
  if (percent === 0) return null;
  return unlessTold({ kind: 'threshold', budget, percent, ended, forecast: null }, told);
}

/** The limit is expected to be reached before the window ends. Once it has been, a threshold says so. */
export function forecastToExceed(
  budget: BudgetStatus,
  forecast: Forecast | null,
  told: readonly AlertKey[],
): Finding | null {
  if (forecast === null || forecast.runsOutAt === null) return null;
  if (countedOf(budget) >= budget.limitNanoUsd) return null;
  return unlessTold({ kind: 'forecast', budget, forecast }, told);
}

/** So much of the limit is taken by money of which nobody knows whether it was billed. */
export function uncertainShare(
  budget: BudgetStatus,
  { uncertainPercent }: Pick<WatchList, 'uncertainPercent'>,
  told: readonly AlertKey[],
): Finding | null {
  if (uncertainPercent === null || budget.uncertainNanoUsd === 0n) return null;
  if (!reaches(budget.uncertainNanoUsd, budget.limitNanoUsd, uncertainPercent)) return null;
  return unlessTold({ kind: 'uncertain', budget, percent: uncertainPercent }, told);
}

function unlessTold(finding: Finding, told: readonly AlertKey[]): Finding | null {
  return isTold(keyOf(finding), told) ? null : finding;
}
