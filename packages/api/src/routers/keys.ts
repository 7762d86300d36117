import { z } from 'zod';
import * as schema from '../schemas/access.ts';
import { create, list, revoke } from '../services/keys/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const keysRouter = router({
  list: adminProcedure.output(z.array(schema.accessKey)).query(({ ctx }) => list(ctx)),
  create: adminProcedure
    .input(schema.createKeyInput)
    .output(schema.createKeyOutput)
    .mutation(({ ctx, input }) => create(ctx, input)),
  revoke: adminProcedure
    .input(schema.revokeKeyInput)
    .output(schema.accessKey)
    .mutation(({ ctx, input }) => revoke(ctx, input)),
});
