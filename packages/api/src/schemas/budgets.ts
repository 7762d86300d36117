import { z } from 'zod';
import { instant, nanoUsd, usd } from './amounts.ts';
import { reason } from './providers.ts';
import { spendFilter } from './spend.ts';

export const budgetWindow = z.enum(['hour', 'day', 'week', 'month', 'total']);

export const budget = z.object({
  id: z.string(),
  /** `global`, `project:<id>`, `key:<id>`, `tag:<tag>`, `provider:<id>` or `model:<id>`. */
  scope: z.string(),
  window: budgetWindow,
  timeZone: z.string(),
  resetTime: z.string(),
  windowStart: instant,
  resetsAt: instant.nullable(),
  limitNanoUsd: nanoUsd,
  limit: usd,
  settledNanoUsd: nanoUsd,
  settled: usd,
  heldNanoUsd: nanoUsd,
  held: usd,
  uncertainNanoUsd: nanoUsd,
  uncertain: usd,
  leftNanoUsd: nanoUsd,
  left: usd,
  /** (settled + held + uncertain) / limit. */
  used: z.number(),
  /** `warning` from 80 %, `exhausted` when nothing is left. */
  level: z.enum(['ok', 'warning', 'exhausted']),
});

/** What the window comes to if spending goes on as in the last weeks, with the band that held eight of ten past days. */
export const budgetForecast = z.object({
  expectedNanoUsd: nanoUsd,
  expected: usd,
  lowNanoUsd: nanoUsd,
  low: usd,
  highNanoUsd: nanoUsd,
  high: usd,
  /** When the limit is reached if things go as expected; null when it is not. */
  runsOutAt: instant.nullable(),
  /** Past days the band was measured on; with fewer than three it is a guess. */
  daysMeasured: z.number(),
});

/** Null where there is nothing to learn from, for windows that never end, and for scopes that are not summed by hour. */
export const listOutput = z.array(budget.extend({ forecast: budgetForecast.nullable() }));

export const createInput = z.strictObject({
  scope: z.string().trim().min(1).max(200),
  window: budgetWindow,
  timeZone: z.string().default('UTC'),
  resetTime: z.string().default('00:00'),
  /** Dollars as a decimal string ("0.50"), or nano-USD as an integer string; exactly one of them. */
  limitUsd: z.string().optional(),
  limitNanoUsd: nanoUsd.optional(),
  reason,
});

/** As `createInput`; what is left out of time zone and reset time is kept when the budget is there. */
export const setInput = createInput.extend({
  timeZone: z.string().optional(),
  resetTime: z.string().optional(),
});

export const updateInput = z.strictObject({
  /** Or scope and window, such as `project:search day`. */
  id: z.string().min(1).max(300),
  limitUsd: z.string().optional(),
  limitNanoUsd: nanoUsd.optional(),
  reason,
});

export const removeInput = z.strictObject({ id: updateInput.shape.id, reason });

/** Which spend the forecast is scored on, and how many of the last days are held out. */
export const scoreForecastInput = spendFilter.extend({ days: z.number().int().min(1).max(90).default(28) });

/** Each day that is over is forecast at 06:00, 12:00 and 18:00 UTC from what was known then. */
export const scoreForecastOutput = z.object({
  from: instant,
  to: instant,
  /** 0 when there are fewer than two weeks before every one of these days. */
  forecasts: z.number(),
  /** Mean absolute error of the day's total, relative to the mean day; null of no forecasts. */
  error: z.number().nullable(),
  straightLineError: z.number().nullable(),
  /** Share of days inside the band, which is meant to hold 0.8. */
  insideBand: z.number().nullable(),
});
