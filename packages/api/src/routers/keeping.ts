import * as schema from '../schemas/keeping.ts';
import { backup, backups, check, status } from '../services/keeping/index.ts';
import { adminProcedure, router } from '../trpc.ts';

/** Copies of the database, and whether it is sound. Both may take minutes and hold up no call. */
export const keepingRouter = router({
  backup: adminProcedure
    .input(schema.backupInput)
    .output(schema.backupReport)
    .mutation(({ ctx, input }) => backup(ctx, input)),
  /** Copies that are known, and where those of the dashboard go. */
  backups: adminProcedure.output(schema.backupList).query(({ ctx }) => backups(ctx)),
  /** What goes on now, and what the last check found. */
  status: adminProcedure.output(schema.status).query(({ ctx }) => status(ctx)),
  check: adminProcedure
    .input(schema.checkInput)
    .output(schema.integrityReport)
    .query(({ ctx, input }) => check(ctx, input)),
});
