import type { Forecast } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { budgetForecast as schema } from '../schemas/budgets.ts';
import { amount } from './amount.ts';
import { instantOrNull } from './instant.ts';

export function budgetForecast(forecast: Forecast | null): z.infer<typeof schema> | null {
  if (!forecast) return null;
  const expected = amount(BigInt(forecast.expected));
  const low = amount(BigInt(forecast.low));
  const high = amount(BigInt(forecast.high));
  return {
    expectedNanoUsd: expected.nanoUsd,
    expected: expected.usd,
    lowNanoUsd: low.nanoUsd,
    low: low.usd,
    highNanoUsd: high.nanoUsd,
    high: high.usd,
    runsOutAt: instantOrNull(forecast.runsOutAt),
    daysMeasured: forecast.daysMeasured,
  };
}
