import * as schema from '../schemas/providers.ts';
import { configure, setMode, status, test } from '../services/providers/index.ts';
import { adminProcedure, callerProcedure, router } from '../trpc.ts';

export const providersRouter = router({
  status: callerProcedure.output(schema.statusOutput).query(({ ctx }) => status(ctx)),
  /** The toggle. Acts on the next call; a call keeps the mode it was admitted with. */
  setMode: adminProcedure
    .input(schema.setModeInput)
    .output(schema.setModeOutput)
    .mutation(({ ctx, input }) => setMode(ctx, input)),
  configure: adminProcedure
    .input(schema.configureInput)
    .output(schema.providerStatus)
    .mutation(({ ctx, input }) => configure(ctx, input)),
  test: adminProcedure
    .input(schema.testInput)
    .output(schema.testOutput)
    .mutation(({ ctx, input }) => test(ctx, input)),
});
