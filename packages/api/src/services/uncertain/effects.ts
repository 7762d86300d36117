import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { uncertainEffects } from '../../presenters/uncertain-effects.ts';
import type { effectsInput, effects as effectsSchema } from '../../schemas/uncertain.ts';

/** What resolving attempts would settle or free, and in which budgets. */
export async function effects(
  ctx: AdminContext,
  input: z.infer<typeof effectsInput>,
): Promise<z.infer<typeof effectsSchema>> {
  const { stores, clock } = ctx.services;
  const [moved, budgets] = await Promise.all([
    stores.uncertain.effects(input.ids),
    stores.budgets.list(clock.now()),
  ]);
  return uncertainEffects(moved, budgets);
}
