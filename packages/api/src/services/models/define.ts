import { ConflictError, InputError } from '@weighbridge/embeddings';
import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import type { defineInput, model as modelSchema } from '../../schemas/models.ts';
import { readPrice } from '../prices/amount.ts';
import { newPrice } from '../prices/set.ts';
import { isShipped, presentModel } from './present.ts';

/**
 * Creates a model, or changes the one of the same name; acts on the next call. Until it has a price or is declared free,
 * calls for it are refused. @throws ConflictError MODEL_SHIPPED; InputError INVALID_REQUEST
 */
export async function define(
  ctx: AdminContext,
  input: z.infer<typeof defineInput>,
): Promise<z.infer<typeof modelSchema>> {
  const { stores, models, clock, live } = ctx.services;
  if (isShipped(input.id)) {
    throw new ConflictError(
      'MODEL_SHIPPED',
      `"${input.id}" ships with Weighbridge, so it cannot be defined anew. Its price can be set.`,
      { model: input.id },
    );
  }
  const { usdPerMillion, nanoUsdPerToken, free, reason, ...definition } = input;
  if (definition.maxTokensPerInput > definition.maxTokensPerRequest) {
    throw new InputError(
      'INVALID_REQUEST',
      `"maxTokensPerInput" is ${definition.maxTokensPerInput}, more than a whole request takes (${definition.maxTokensPerRequest}).`,
      { field: 'maxTokensPerInput' },
    );
  }
  const price = readPrice({ usdPerMillion, nanoUsdPerToken, free });
  await stores.catalogue.defineModel(
    { ...definition, createdAt: clock.now() },
    price === undefined ? undefined : newPrice(ctx, definition.id, price),
    stampOf(ctx, reason),
  );
  live.publish('prices');
  return presentModel(await models.find(definition.id), clock.now());
}
