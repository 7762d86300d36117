import * as schema from '../schemas/prices.ts';
import { list, remove, set } from '../services/prices/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const pricesRouter = router({
  list: adminProcedure.output(schema.listOutput).query(({ ctx }) => list(ctx)),
  set: adminProcedure
    .input(schema.setInput)
    .output(schema.price)
    .mutation(({ ctx, input }) => set(ctx, input)),
  remove: adminProcedure.input(schema.removeInput).mutation(({ ctx, input }) => remove(ctx, input)),
});
