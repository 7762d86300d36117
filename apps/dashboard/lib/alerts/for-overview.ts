import type { Alert, Budget } from '../trpc/types.ts';

const SHOWN = 3;

type Told = Pick<Alert, 'severity' | 'subject' | 'facts'>;
type Present = Pick<Budget, 'id' | 'windowStart' | 'limitNanoUsd'>;

/**
 * Open alerts that stand above the readings: those that still hold and do not only inform, critical ones first, then
 * newest. One about a window that is over, or a limit that was changed, waits on the Alerts page alone.
 */
export function forOverview<T extends Told>(open: readonly T[], budgets: readonly Present[]): T[] {
  const critical = (alert: T) => Number(alert.severity === 'critical');
  return open
    .filter((alert) => alert.severity !== 'info' && stillHolds(alert, budgets))
    .sort((a, b) => critical(b) - critical(a))
    .slice(0, SHOWN);
}

function stillHolds({ subject, facts }: Told, budgets: readonly Present[]): boolean {
  if (!('budget' in facts)) return true;
  const budget = budgets.find(({ id }) => id === subject);
  return budget?.windowStart === facts.windowStart && budget?.limitNanoUsd === facts.limitNanoUsd;
}
