import * as schema from '../schemas/audit.ts';
import { list } from '../services/audit/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const auditRouter = router({
  list: adminProcedure
    .input(schema.listInput)
    .output(schema.listOutput)
    .query(({ ctx, input }) => list(ctx, input)),
});
