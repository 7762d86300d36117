import * as schema from '../schemas/keeping.ts';
import { backup, check } from '../services/keeping/index.ts';
import { adminProcedure, router } from '../trpc.ts';

/** Copies of the database, and whether it is sound. Both may take minutes and hold up no call. */
export const keepingRouter = router({
  backup: adminProcedure
    .input(schema.backupInput)
    .output(schema.backupReport)
    .mutation(({ ctx, input }) => backup(ctx, input)),
  check: adminProcedure
    .input(schema.checkInput)
    .output(schema.integrityReport)
    .query(({ ctx, input }) => check(ctx, input)),
});
