import * as schema from '../schemas/alerts.ts';
import { acknowledge, list, open, setSettings, settings } from '../services/alerts/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const alertsRouter = router({
  list: adminProcedure
    .input(schema.listInput)
    .output(schema.listOutput)
    .query(({ ctx, input }) => list(ctx, input)),
  open: adminProcedure.output(schema.openOutput).query(({ ctx }) => open(ctx)),
  acknowledge: adminProcedure
    .input(schema.acknowledgeInput)
    .output(schema.acknowledgeOutput)
    .mutation(({ ctx, input }) => acknowledge(ctx, input)),
  settings: adminProcedure.output(schema.settings).query(({ ctx }) => settings(ctx)),
  setSettings: adminProcedure
    .input(schema.setSettingsInput)
    .output(schema.settings)
    .mutation(({ ctx, input }) => setSettings(ctx, input)),
});
