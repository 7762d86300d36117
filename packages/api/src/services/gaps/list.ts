import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { presentGap } from '../../presenters/gap.ts';
import type { gapList } from '../../schemas/gaps.ts';

/** Periods that the ledger knows nothing of, the latest first. */
export async function list(ctx: AdminContext): Promise<z.infer<typeof gapList>> {
  const { stores, clock } = ctx.services;
  const gaps = await stores.gaps.list();
  const isOpen = gaps.some(({ closedAt }) => closedAt === null);
  const budgets = isOpen ? await stores.budgets.list(clock.now()) : [];
  return gaps.map((gap) => presentGap(gap, budgets));
}
