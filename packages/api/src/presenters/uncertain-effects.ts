import type { UncertainEffects } from '@weighbridge/db';
import type { BudgetStatus } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { effects as schema } from '../schemas/uncertain.ts';
import { amount } from './amount.ts';
import { instant } from './instant.ts';

/** Effects by budget; windows of removed budgets hold nobody up and are left out. */
export function uncertainEffects(
  effects: UncertainEffects,
  budgets: readonly BudgetStatus[],
): z.infer<typeof schema> {
  const { attempts, tokens } = effects;
  return {
    attempts,
    tokens,
    ...amount(effects.nanoUsd),
    budgets: effects.windows.flatMap(({ budgetId, windowStart, nanoUsd }) => {
      const budget = budgets.find(({ id }) => id === budgetId);
      if (!budget) return [];
      const { id, scope, window } = budget;
      return [
        {
          id,
          scope,
          window,
          windowStart: instant(windowStart),
          present: windowStart === budget.windowStart,
          ...amount(nanoUsd),
        },
      ];
    }),
  };
}
