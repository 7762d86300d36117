import * as schema from '../schemas/retention.ts';
import { get, preview, set } from '../services/retention/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const retentionRouter = router({
  get: adminProcedure.output(schema.retention).query(({ ctx }) => get(ctx)),
  /** What `set` would delete, before anybody sets it. */
  preview: adminProcedure
    .input(schema.previewInput)
    .output(schema.preview)
    .query(({ ctx, input }) => preview(ctx, input)),
  set: adminProcedure
    .input(schema.setInput)
    .output(schema.retention)
    .mutation(({ ctx, input }) => set(ctx, input)),
});
