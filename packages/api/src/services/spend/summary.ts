import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { instant } from '../../presenters/instant.ts';
import { totals } from '../../presenters/totals.ts';
import type { spendFilter, summaryOutput } from '../../schemas/spend.ts';
import { readSpendFilter } from './filter.ts';
import { dayOf, monthOf, type Period } from './periods.ts';

/** Today and this month, in UTC. @throws NotFoundError for the project */
export async function summary(
  ctx: AdminContext,
  input: z.infer<typeof spendFilter>,
): Promise<z.infer<typeof summaryOutput>> {
  const { stores, clock } = ctx.services;
  const filter = await readSpendFilter(ctx, input);
  // Settling trails the answer; whoever was answered sees what it cost.
  await stores.ledger.drained();
  const at = clock.now();
  const sums = async (period: Period) => ({
    ...totals(await stores.spend.summary({ ...filter, ...period })),
    from: instant(period.from),
    to: instant(period.to),
  });
  const [today, month, cache, first] = await Promise.all([
    sums(dayOf(at)),
    sums(monthOf(at)),
    stores.recall.stats(),
    stores.spend.lines({ after: 0, limit: 1 }),
  ]);
  return { at: instant(at), today, month, cache, empty: first.items.length === 0 };
}
