import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { amount } from '../../presenters/amount.ts';
import type { openInput, open as openSchema } from '../../schemas/uncertain.ts';

/** How much of the ledger nobody knows the end of; a page of `spend.ledger` has only some of it. */
export async function open(
  ctx: AdminContext,
  input: z.infer<typeof openInput>,
): Promise<z.infer<typeof openSchema>> {
  const { stores } = ctx.services;
  await stores.ledger.drained();
  const { attempts, nanoUsd } = await stores.uncertain.open(
    input.from === undefined ? 0 : Date.parse(input.from),
  );
  return { attempts, ...amount(nanoUsd) };
}
