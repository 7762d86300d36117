import { parseUsd } from '@weighbridge/embeddings';
import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { watchList } from '../../presenters/alert.ts';
import type { setSettingsInput, settings as settingsSchema } from '../../schemas/alerts.ts';
import { describeWatchList, readWatchList, storedForm, type WatchList } from './watch-list.ts';

/** Acts on the next look, which follows at once. @throws InvalidAmountError */
export async function setSettings(
  ctx: AdminContext,
  input: z.infer<typeof setSettingsInput>,
): Promise<z.infer<typeof settingsSchema>> {
  const { stores, live } = ctx.services;
  const before = await readWatchList(stores.alerts);
  const after = changed(before, input);
  await stores.alerts.setSettings(
    storedForm(after),
    { from: describeWatchList(before), to: describeWatchList(after) },
    stampOf(ctx, input.reason),
  );
  live.publish('alerts');
  // What is watched for is held against the budgets again.
  live.publish('budgets');
  return watchList(after);
}

function changed(before: WatchList, input: z.infer<typeof setSettingsInput>): WatchList {
  const { thresholds, forecast, uncertainUsd, uncertainPercent, dashboardUrl } = input;
  return {
    thresholds: thresholds ? [...new Set(thresholds)].sort((a, b) => a - b) : before.thresholds,
    forecast: forecast ?? before.forecast,
    uncertainNanoUsd:
      uncertainUsd === undefined
        ? before.uncertainNanoUsd
        : uncertainUsd === null
          ? null
          : parseUsd(uncertainUsd),
    uncertainPercent: uncertainPercent === undefined ? before.uncertainPercent : uncertainPercent,
    dashboardUrl:
      dashboardUrl === undefined ? before.dashboardUrl : (dashboardUrl?.replace(/\/+$/, '') ?? null),
  };
}
