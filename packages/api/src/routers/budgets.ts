import * as schema from '../schemas/budgets.ts';
import { create, list, remove, scoreForecast, set, update } from '../services/budgets/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const budgetsRouter = router({
  list: adminProcedure.output(schema.listOutput).query(({ ctx }) => list(ctx)),
  create: adminProcedure
    .input(schema.createInput)
    .output(schema.budget)
    .mutation(({ ctx, input }) => create(ctx, input)),
  set: adminProcedure
    .input(schema.setInput)
    .output(schema.budget)
    .mutation(({ ctx, input }) => set(ctx, input)),
  update: adminProcedure
    .input(schema.updateInput)
    .output(schema.budget)
    .mutation(({ ctx, input }) => update(ctx, input)),
  scoreForecast: adminProcedure
    .input(schema.scoreForecastInput)
    .output(schema.scoreForecastOutput)
    .query(({ ctx, input }) => scoreForecast(ctx, input)),
  remove: adminProcedure.input(schema.removeInput).mutation(({ ctx, input }) => remove(ctx, input)),
});
