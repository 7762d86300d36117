import * as schema from '../schemas/metrics-token.ts';
import { create, revoke, status } from '../services/metrics-token/index.ts';
import { adminProcedure, router } from '../trpc.ts';

/** The token by which Prometheus may read `/metrics` from another machine. */
export const metricsTokenRouter = router({
  create: adminProcedure
    .input(schema.changeInput)
    .output(schema.createOutput)
    .mutation(({ ctx, input }) => create(ctx, input)),
  revoke: adminProcedure
    .input(schema.changeInput)
    .output(schema.revokeOutput)
    .mutation(({ ctx, input }) => revoke(ctx, input)),
  status: adminProcedure.output(schema.statusOutput).query(({ ctx }) => status(ctx)),
});
