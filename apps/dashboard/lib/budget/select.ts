import type { Budget } from '@/lib/trpc/types.ts';

/** What deciding which budget to show needs of one. */
export interface BudgetFacts {
  id: string;
  scope: string;
  window: string;
  used: number;
}

/** The budget that a day's or a month's spend is read against: the global one of that window. */
export function budgetFor<T extends BudgetFacts>(
  budgets: readonly T[],
  window: 'day' | 'month',
): T | undefined {
  return budgets.find((budget) => budget.scope === 'global' && budget.window === window);
}

/** When a budget is forecast to be used up; null when it is not, or has been already. */
export function runsOutAt(budget: {
  level: Budget['level'];
  forecast: { runsOutAt: string | null } | null;
}): string | null {
  return budget.level === 'exhausted' ? null : (budget.forecast?.runsOutAt ?? null);
}

/** The fullest budgets first, at most `count` of them. */
export function tightest<T extends BudgetFacts>(budgets: readonly T[], count: number): T[] {
  return [...budgets].sort((a, b) => b.used - a.used || a.id.localeCompare(b.id)).slice(0, count);
}
