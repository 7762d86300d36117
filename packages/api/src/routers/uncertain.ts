import { ledgerLine } from '../schemas/spend.ts';
import * as schema from '../schemas/uncertain.ts';
import { resolve } from '../services/uncertain/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const uncertainRouter = router({
  /** Says what became of money that may have been billed. What is uncertain is listed by `spend.ledger`. */
  resolve: adminProcedure
    .input(schema.resolveInput)
    .output(ledgerLine)
    .mutation(({ ctx, input }) => resolve(ctx, input)),
});
