import * as schema from '../schemas/retention.ts';
import { get, set } from '../services/retention/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const retentionRouter = router({
  get: adminProcedure.output(schema.retention).query(({ ctx }) => get(ctx)),
  set: adminProcedure
    .input(schema.setInput)
    .output(schema.retention)
    .mutation(({ ctx, input }) => set(ctx, input)),
});
