import * as schema from '../schemas/quality.ts';
import { failures, summary } from '../services/quality/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const qualityRouter = router({
  summary: adminProcedure
    .input(schema.summaryInput)
    .output(schema.summaryOutput)
    .query(({ ctx, input }) => summary(ctx, input)),
  failures: adminProcedure
    .input(schema.failuresInput)
    .output(schema.failuresOutput)
    .query(({ ctx, input }) => failures(ctx, input)),
});
