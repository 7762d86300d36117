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

/** The fullest budgets first, at most `count` of them. */
export function tightest<T extends BudgetFacts>(budgets: readonly T[], count: number): T[] {
  return [...budgets].sort((a, b) => b.used - a.used || a.id.localeCompare(b.id)).slice(0, count);
}
