import { ConflictError } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import type { budget as budgetSchema, setInput } from '../../schemas/budgets.ts';
import { create } from './create.ts';
import { resolveScope } from './scope.ts';
import { update } from './update.ts';

/**
 * Creates the budget of a scope and window, or changes its limit. What its windows begin at is fixed when it is made:
 * what was spent in one is counted there.
 * @throws as `create` and `update`; ConflictError BUDGET_EXISTS when it resets at another time
 */
export async function set(
  ctx: AdminContext,
  input: z.infer<typeof setInput>,
): Promise<z.infer<typeof budgetSchema>> {
  const { timeZone, resetTime, ...rest } = input;
  const scope = await resolveScope(ctx, input.scope);
  const budgets = await ctx.services.stores.budgets.list(ctx.services.clock.now());
  const existing = budgets.find((budget) => budget.scope === scope && budget.window === input.window);
  if (!existing) {
    return create(ctx, { ...rest, scope, timeZone: timeZone ?? 'UTC', resetTime: resetTime ?? '00:00' });
  }
  if (
    (timeZone ?? existing.timeZone) !== existing.timeZone ||
    (resetTime ?? existing.resetTime) !== existing.resetTime
  ) {
    throw new ConflictError(
      'BUDGET_EXISTS',
      `The ${existing.window} budget of ${existing.scope} resets at ${existing.resetTime} ${existing.timeZone}, which cannot be changed. Remove it first: weighbridge budgets remove ${existing.id}`,
      { id: existing.id, timeZone: existing.timeZone, resetTime: existing.resetTime },
    );
  }
  return update(ctx, { ...rest, id: existing.id });
}
