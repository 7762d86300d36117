import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import type { checkInput, integrityReport } from '../../schemas/keeping.ts';

/** Whether the database is sound: pages, references, counters and sums against the entries, amounts, order, clock. */
export async function check(
  ctx: AdminContext,
  { full }: z.infer<typeof checkInput>,
): Promise<z.infer<typeof integrityReport>> {
  const { stores, keeping, clock } = ctx.services;
  return keeping.watch('check', async (onProgress) => {
    const startedAt = clock.now();
    await stores.ledger.drained();
    const report = await stores.keeping.check({ full }, onProgress);
    const at = clock.now();
    keeping.lastCheck = { at, durationMs: Math.max(0, at - startedAt), full, report };
    return report;
  });
}
