import * as schema from '../schemas/models.ts';
import { define, list, remove } from '../services/models/index.ts';
import { adminProcedure, callerProcedure, router } from '../trpc.ts';

export const modelsRouter = router({
  list: callerProcedure.output(schema.listOutput).query(({ ctx }) => list(ctx)),
  define: adminProcedure
    .input(schema.defineInput)
    .output(schema.model)
    .mutation(({ ctx, input }) => define(ctx, input)),
  remove: adminProcedure.input(schema.removeInput).mutation(({ ctx, input }) => remove(ctx, input)),
});
