import * as schema from '../schemas/bills.ts';
import { compare, importBill, imports, remove } from '../services/bills/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const billsRouter = router({
  /** Reads a usage or costs export in; on its days it takes the place of what was imported before. */
  import: adminProcedure
    .input(schema.importInput)
    .output(schema.importOutput)
    .mutation(({ ctx, input }) => importBill(ctx, input)),
  imports: adminProcedure.output(schema.importsOutput).query(({ ctx }) => imports(ctx)),
  remove: adminProcedure.input(schema.removeInput).mutation(({ ctx, input }) => remove(ctx, input)),
  /** The ledger beside the bill, by UTC day and model. */
  compare: adminProcedure
    .input(schema.compareInput)
    .output(schema.compareOutput)
    .query(({ ctx, input }) => compare(ctx, input)),
});
