import * as schema from '../schemas/gaps.ts';
import { close, list } from '../services/gaps/index.ts';
import { adminProcedure, router } from '../trpc.ts';

/** Periods that the ledger lacks, because an older copy of it was put in place. */
export const gapsRouter = router({
  list: adminProcedure.output(schema.gapList).query(({ ctx }) => list(ctx)),
  close: adminProcedure
    .input(schema.closeInput)
    .output(schema.gap)
    .mutation(({ ctx, input }) => close(ctx, input)),
});
