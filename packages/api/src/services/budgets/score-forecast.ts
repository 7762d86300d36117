import { setImmediate } from 'node:timers/promises';
import { type HeldOutForecast, heldOutForecasts, scoreOf } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { instant } from '../../presenters/instant.ts';
import type { scoreForecastInput, scoreForecastOutput } from '../../schemas/budgets.ts';
import { readSpendFilter } from '../spend/filter.ts';

const HOUR = 3_600_000;

/** Before the first day that is scored: as much as forecasts of budgets learn from. */
const LEARNING_HOURS = 28 * 24;

/**
 * How well the forecast would have done on the ledger's own last days, beside a straight line.
 * @throws NotFoundError for the project
 */
export async function scoreForecast(
  ctx: AdminContext,
  input: z.infer<typeof scoreForecastInput>,
): Promise<z.infer<typeof scoreForecastOutput>> {
  const { stores, clock } = ctx.services;
  const { days } = input;
  const filter = await readSpendFilter(ctx, input);
  await stores.ledger.drained();
  const end = Math.floor(clock.now() / HOUR) * HOUR;
  const count = LEARNING_HOURS + (days + 1) * 24;
  const edges = Array.from({ length: count + 1 }, (_, hour) => end - (count - hour) * HOUR);
  const buckets = await stores.spend.series(edges, filter);
  const hours = buckets.map((bucket) => ({
    start: bucket.start,
    nanoUsd: Number(bucket.settledNanoUsd + bucket.uncertainNanoUsd),
  }));
  const forecasts: HeldOutForecast[] = [];
  for (const forecast of heldOutForecasts(hours, days)) {
    forecasts.push(forecast);
    // Calls are answered in between.
    await setImmediate();
  }
  const score = scoreOf(forecasts);
  return {
    from: instant(end - days * 24 * HOUR),
    to: instant(end),
    forecasts: forecasts.length,
    error: score?.ours ?? null,
    straightLineError: score?.line ?? null,
    insideBand: score?.inBand ?? null,
  };
}
