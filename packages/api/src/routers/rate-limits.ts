import * as schema from '../schemas/rate-limits.ts';
import { list, remove, set } from '../services/rate-limits/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const rateLimitsRouter = router({
  list: adminProcedure.output(schema.listOutput).query(({ ctx }) => list(ctx)),
  set: adminProcedure
    .input(schema.setInput)
    .output(schema.rateLimit)
    .mutation(({ ctx, input }) => set(ctx, input)),
  remove: adminProcedure.input(schema.removeInput).mutation(({ ctx, input }) => remove(ctx, input)),
});
