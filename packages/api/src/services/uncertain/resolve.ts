import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { ledgerLine } from '../../presenters/ledger-line.ts';
import type { ledgerLine as lineSchema } from '../../schemas/spend.ts';
import type { resolveInput } from '../../schemas/uncertain.ts';

/** Settles or frees an uncertain attempt, with an audit line. @throws NotFoundError; ConflictError NOT_UNCERTAIN */
export async function resolve(
  ctx: AdminContext,
  input: z.infer<typeof resolveInput>,
): Promise<z.infer<typeof lineSchema>> {
  const { stores, live } = ctx.services;
  const line = await stores.uncertain.resolve(input.id, input.as, stampOf(ctx, input.reason));
  live.publish('spend');
  live.publish('budgets');
  return ledgerLine(line);
}
