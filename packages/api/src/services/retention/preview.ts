import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { instant } from '../../presenters/instant.ts';
import type { previewInput, preview as previewSchema } from '../../schemas/retention.ts';

/** Counts what keeping details for so many days would delete at the next pruning; changes nothing. */
export async function preview(
  ctx: AdminContext,
  { days }: z.infer<typeof previewInput>,
): Promise<z.infer<typeof previewSchema>> {
  const { stores } = ctx.services;
  await stores.ledger.drained();
  const { from, ...counts } = await stores.retention.preview(days);
  return { from: instant(from), ...counts };
}
