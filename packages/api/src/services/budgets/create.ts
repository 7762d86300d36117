import { assertWindow } from '@weighbridge/embeddings';
import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { budget } from '../../presenters/budget.ts';
import type { budget as budgetSchema, createInput } from '../../schemas/budgets.ts';
import { readLimit } from './limit.ts';
import { resolveScope } from './scope.ts';
import { statusOf } from './status.ts';

/** Guards from the next hold on. @throws InvalidBudgetError, InvalidAmountError, NotFoundError; ConflictError BUDGET_EXISTS */
export async function create(
  ctx: AdminContext,
  input: z.infer<typeof createInput>,
): Promise<z.infer<typeof budgetSchema>> {
  const { stores, clock, newId, live } = ctx.services;
  const { window, timeZone, resetTime } = input;
  const limitNanoUsd = readLimit(input);
  assertWindow({ timeZone, resetTime });
  const scope = await resolveScope(ctx, input.scope);
  const created = await stores.budgets.create(
    { id: newId('bud'), scope, window, timeZone, resetTime, limitNanoUsd, createdAt: clock.now() },
    stampOf(ctx, input.reason),
  );
  live.publish('budgets');
  return budget(await statusOf(ctx, created.id));
}
