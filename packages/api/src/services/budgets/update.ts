import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { budget } from '../../presenters/budget.ts';
import type { budget as budgetSchema, updateInput } from '../../schemas/budgets.ts';
import { findBudget } from './find.ts';
import { readLimit } from './limit.ts';
import { statusOf } from './status.ts';

/** A limit below what is spent stops admissions; a higher one frees them at once. @throws NotFoundError, InvalidBudgetError */
export async function update(
  ctx: AdminContext,
  input: z.infer<typeof updateInput>,
): Promise<z.infer<typeof budgetSchema>> {
  const limitNanoUsd = readLimit(input);
  const { id } = await findBudget(ctx, input.id);
  await ctx.services.stores.budgets.update(id, { limitNanoUsd }, stampOf(ctx, input.reason));
  ctx.services.live.publish('budgets');
  return budget(await statusOf(ctx, id));
}
