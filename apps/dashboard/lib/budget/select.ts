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

/**
 * Budgets that need a look although no reading shows them: 80 % used or more, fullest first.
 * @param shown Ids of budgets that the page draws already.
 */
export function tightOthers<T extends BudgetFacts>(budgets: readonly T[], shown: readonly string[]): T[] {
  return budgets
    .filter((budget) => budget.used >= 0.8 && !shown.includes(budget.id))
    .sort((a, b) => b.used - a.used);
}
