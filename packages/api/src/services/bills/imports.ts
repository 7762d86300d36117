import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import type { importsOutput } from '../../schemas/bills.ts';
import { presentImport } from './present.ts';

/** The newest first. */
export async function imports(ctx: AdminContext): Promise<z.infer<typeof importsOutput>> {
  return (await ctx.services.stores.bills.imports()).map(presentImport);
}
