import * as schema from '../schemas/cache.ts';
import { exportPool, importPool, list, purge } from '../services/cache/index.ts';
import { adminProcedure, router } from '../trpc.ts';

/** The vectors that are kept, by project. */
export const cacheRouter = router({
  list: adminProcedure.output(schema.listOutput).query(({ ctx }) => list(ctx)),
  purge: adminProcedure
    .input(schema.purgeInput)
    .output(schema.purgeOutput)
    .mutation(({ ctx, input }) => purge(ctx, input)),
  export: adminProcedure
    .input(schema.fileInput)
    .output(schema.exportOutput)
    .mutation(({ ctx, input }) => exportPool(ctx, input)),
  import: adminProcedure
    .input(schema.fileInput)
    .output(schema.importOutput)
    .mutation(({ ctx, input }) => importPool(ctx, input)),
});
