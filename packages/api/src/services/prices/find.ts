import type { StoredPrice } from '@weighbridge/db';
import type { AdminContext } from '../../context.ts';
import { findNamed } from '../../naming/find-named.ts';

/** A price that was set and not removed, by id, or by its model while that has one. @throws NotFoundError; ConflictError AMBIGUOUS_NAME */
export async function findPrice(ctx: AdminContext, given: string): Promise<StoredPrice> {
  const prices = await ctx.services.stores.catalogue.prices();
  const live = prices.filter(({ removedAt }) => removedAt === null);
  return findNamed(given, live, {
    what: 'price that was set',
    names: ({ model }) => [model],
    distinction: ({ fromAt }) => `from ${new Date(fromAt).toISOString()}`,
    hint: 'Prices that ship stay; `weighbridge prices list` shows which is which.',
  });
}
