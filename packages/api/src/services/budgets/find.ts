import type { Budget } from '@weighbridge/embeddings';
import type { ApiContext } from '../../context.ts';
import { findScoped } from '../../naming/find-scoped.ts';

/** A budget by id, or by scope and window: `project:search day`. @throws NotFoundError; ConflictError AMBIGUOUS_NAME */
export async function findBudget(
  ctx: ApiContext,
  given: string,
): Promise<Pick<Budget, 'id' | 'scope' | 'window'>> {
  const budgets = await ctx.services.stores.budgets.list(ctx.services.clock.now());
  return findScoped(ctx, given, budgets, 'budget', ({ window }) => [window]);
}
