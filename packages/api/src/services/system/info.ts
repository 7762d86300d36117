import { DEFAULT_MODEL, priceIn } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { CallerContext } from '../../context.ts';
import { instant } from '../../presenters/instant.ts';
import { price } from '../../presenters/price.ts';
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
    models: (await models.list()).flatMap(({ id, dimensions, prices }) => {
      const current = priceIn(prices, clock.now());
      if (current === undefined) return [];
      const { nanoUsdPerToken, pricePerMillion } = price(current);
      return [{ id, dimensions, nanoUsdPerToken, pricePerMillion }];
    }),
    environment: [...system.environment],
  };
}
