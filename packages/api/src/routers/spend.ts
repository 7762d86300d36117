import * as schema from '../schemas/spend.ts';
import { ledger, series, summary } from '../services/spend/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const spendRouter = router({
  summary: adminProcedure
    .input(schema.summaryInput)
    .output(schema.summaryOutput)
    .query(({ ctx, input }) => summary(ctx, input)),
  series: adminProcedure
    .input(schema.seriesInput)
    .output(schema.seriesOutput)
    .query(({ ctx, input }) => series(ctx, input)),
  ledger: adminProcedure
    .input(schema.ledgerInput)
    .output(schema.ledgerOutput)
    .query(({ ctx, input }) => ledger(ctx, input)),
});
