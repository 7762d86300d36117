import * as schema from '../schemas/webhooks.ts';
import {
  create,
  deliveries,
  list,
  redeliver,
  remove,
  rotate,
  test,
  update,
} from '../services/webhooks/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const webhooksRouter = router({
  list: adminProcedure.output(schema.listOutput).query(({ ctx }) => list(ctx)),
  create: adminProcedure
    .input(schema.createInput)
    .output(schema.withSecret)
    .mutation(({ ctx, input }) => create(ctx, input)),
  update: adminProcedure
    .input(schema.updateInput)
    .output(schema.webhook)
    .mutation(({ ctx, input }) => update(ctx, input)),
  rotate: adminProcedure
    .input(schema.changeInput)
    .output(schema.withSecret)
    .mutation(({ ctx, input }) => rotate(ctx, input)),
  remove: adminProcedure.input(schema.changeInput).mutation(({ ctx, input }) => remove(ctx, input)),
  test: adminProcedure
    .input(schema.idInput)
    .output(schema.testOutput)
    .mutation(({ ctx, input }) => test(ctx, input)),
  deliveries: adminProcedure
    .input(schema.deliveriesInput)
    .output(schema.deliveriesOutput)
    .query(({ ctx, input }) => deliveries(ctx, input)),
  redeliver: adminProcedure
    .input(schema.idInput)
    .output(schema.redeliverOutput)
    .mutation(({ ctx, input }) => redeliver(ctx, input)),
});
