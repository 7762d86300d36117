import { type BudgetStatus, NotFoundError } from '@weighbridge/embeddings';
import type { ApiContext } from '../../context.ts';

/** Every budget as it stands once everything that was answered is settled. */
export async function statuses(ctx: ApiContext): Promise<BudgetStatus[]> {
  const { stores, clock } = ctx.services;
  await stores.ledger.drained();
  return stores.budgets.list(clock.now());
}

/** @throws NotFoundError */
export async function statusOf(ctx: ApiContext, id: string): Promise<BudgetStatus> {
  const status = (await statuses(ctx)).find((candidate) => candidate.id === id);
  if (status) return status;
  throw new NotFoundError('budget', id, 'It may have been removed; list the budgets again.');
}
