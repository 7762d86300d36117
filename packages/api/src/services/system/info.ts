import { DEFAULT_MODEL, formatUsd, priceAt } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { CallerContext } from '../../context.ts';
import { instant } from '../../presenters/instant.ts';
import type { info as infoSchema } from '../../schemas/system.ts';

/** What this gateway is, what it can embed with and what that costs now. */
export async function info(ctx: CallerContext): Promise<z.infer<typeof infoSchema>> {
  const { system, models, clock, stores } = ctx.services;
  return {
    name: 'weighbridge',
    version: system.version,
    startedAt: instant(system.startedAt),
    dataDir: system.dataDir,
    recoveredUncertain: stores.recovered.uncertain,
    openaiBaseUrl: system.openaiBaseUrl,
    defaultModel: DEFAULT_MODEL,
    models: models.map((model) => {
      const price = priceAt(model, clock.now());
      return {
        id: model.id,
        dimensions: model.dimensions,
        nanoUsdPerToken: price.toString(),
        pricePerMillion: formatUsd(price * 1_000_000n),
      };
    }),
    environment: [...system.environment],
  };
}
