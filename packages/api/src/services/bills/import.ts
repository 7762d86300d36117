import { readBill } from '@weighbridge/embeddings';
import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import type { importInput, importOutput } from '../../schemas/bills.ts';
import { presentImport } from './present.ts';

/** The provider whose bills are read. */
export const BILLED_BY = 'openai';

/** Keeps what the provider says it billed. @throws InputError INVALID_BILL naming the line or the field */
export async function importBill(
  ctx: AdminContext,
  input: z.infer<typeof importInput>,
): Promise<z.infer<typeof importOutput>> {
  const { stores, models, newId, live } = ctx.services;
  const known = (await models.list()).map(({ id }) => id);
  const bill = readBill(input.text, known);
  const result = await stores.bills.import(
    { kind: bill.kind, from: bill.from, to: bill.to, lines: bill.lines },
    { id: newId('bil'), fileName: input.fileName, provider: BILLED_BY },
    stampOf(ctx, input.reason),
  );
  live.publish('bills');
  return {
    import: presentImport(result.import),
    format: bill.format,
    unchanged: result.unchanged,
    replaced: result.replaced,
    ignored: bill.ignored,
  };
}
