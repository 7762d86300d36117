import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import type { checkInput, integrityReport } from '../../schemas/keeping.ts';

/** Whether the database is sound: pages, references, counters and sums against the entries, amounts, order, clock. */
export async function check(
  ctx: AdminContext,
  input: z.infer<typeof checkInput>,
): Promise<z.infer<typeof integrityReport>> {
  await ctx.services.stores.ledger.drained();
  return ctx.services.stores.keeping.check(input);
}
