import { z } from 'zod';
import * as schema from '../schemas/access.ts';
import { create, list, update } from '../services/projects/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const projectsRouter = router({
  list: adminProcedure.output(z.array(schema.project)).query(({ ctx }) => list(ctx)),
  create: adminProcedure
    .input(schema.createProjectInput)
    .output(schema.project)
    .mutation(({ ctx, input }) => create(ctx, input)),
  update: adminProcedure
    .input(schema.updateProjectInput)
    .output(schema.project)
    .mutation(({ ctx, input }) => update(ctx, input)),
});
