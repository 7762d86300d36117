import * as schema from '../schemas/spend.ts';
import { breakdown, changes, ledger, series, summary } from '../services/spend/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const spendRouter = router({
  summary: adminProcedure
    .input(schema.spendFilter)
    .output(schema.summaryOutput)
    .query(({ ctx, input }) => summary(ctx, input)),
  series: adminProcedure
    .input(schema.seriesInput)
    .output(schema.seriesOutput)
    .query(({ ctx, input }) => series(ctx, input)),
  breakdown: adminProcedure
    .input(schema.breakdownInput)
    .output(schema.breakdownOutput)
    .query(({ ctx, input }) => breakdown(ctx, input)),
  changes: adminProcedure
    .input(schema.changesInput)
    .output(schema.changesOutput)
    .query(({ ctx, input }) => changes(ctx, input)),
  ledger: adminProcedure
    .input(schema.ledgerInput)
    .output(schema.ledgerOutput)
    .query(({ ctx, input }) => ledger(ctx, input)),
});
