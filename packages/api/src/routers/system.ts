import * as schema from '../schemas/system.ts';
import { info } from '../services/system/index.ts';
import { callerProcedure, router } from '../trpc.ts';

export const systemRouter = router({
  info: callerProcedure.output(schema.info).query(({ ctx }) => info(ctx)),
});
