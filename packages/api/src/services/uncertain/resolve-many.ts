import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { uncertainEffects } from '../../presenters/uncertain-effects.ts';
import type { effects as effectsSchema, resolveManyInput } from '../../schemas/uncertain.ts';

/** Settles or frees uncertain attempts, all or none, each with its audit line. @throws NotFoundError; ConflictError */
export async function resolveMany(
  ctx: AdminContext,
  input: z.infer<typeof resolveManyInput>,
): Promise<z.infer<typeof effectsSchema>> {
  const { stores, live, clock } = ctx.services;
  const moved = await stores.uncertain.resolveMany(input.ids, input.as, stampOf(ctx, input.reason));
  live.publish('spend');
  live.publish('budgets');
  return uncertainEffects(moved, await stores.budgets.list(clock.now()));
}
