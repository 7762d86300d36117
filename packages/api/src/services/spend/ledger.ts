import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { instantOrNull } from '../../presenters/instant.ts';
import { ledgerLine } from '../../presenters/ledger-line.ts';
import type { ledgerInput, ledgerOutput } from '../../schemas/spend.ts';
import { readLineFilter } from './filter.ts';

/** A page of the ledger, in the order of placing or newest first. @throws InputError; NotFoundError for the project */
export async function ledger(
  ctx: AdminContext,
  input: z.infer<typeof ledgerInput>,
): Promise<z.infer<typeof ledgerOutput>> {
  const { stores } = ctx.services;
  const { after, limit, order } = input;
  const filter = await readLineFilter(ctx, input);
  await stores.ledger.drained();
  const [page, { detailsFrom }] = await Promise.all([
    stores.spend.lines({ ...filter, after, limit, order }),
    stores.retention.get(),
  ]);
  return {
    items: page.items.map(ledgerLine),
    cursor: page.cursor,
    detailsFrom: instantOrNull(detailsFrom),
  };
}
