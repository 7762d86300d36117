import type { StoredPrice } from '@weighbridge/db';
import { InputError } from '@weighbridge/embeddings';
import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { readInstant } from '../../presenters/instant.ts';
import type { price as priceSchema, setInput } from '../../schemas/prices.ts';
import { readPrice } from './amount.ts';
import { presentSet } from './present.ts';

/**
 * Acts on the first call at or after its beginning; what is held or settled keeps its amount.
 * @throws InputError UNKNOWN_MODEL, or INVALID_REQUEST for the price or a beginning in the past
 */
export async function set(
  ctx: AdminContext,
  input: z.infer<typeof setInput>,
): Promise<z.infer<typeof priceSchema>> {
  const { stores, models, clock, live } = ctx.services;
  const nanoUsdPerToken = readPrice(input);
  if (nanoUsdPerToken === undefined) {
    throw new InputError(
      'INVALID_REQUEST',
      'Say what it costs: dollars a million tokens ("usdPerMillion"), "nanoUsdPerToken", or "free".',
      { field: 'usdPerMillion' },
    );
  }
  const { id: model } = await models.find(input.model);
  const now = clock.now();
  const fromAt = input.from === undefined ? now : readInstant('from', input.from);
  if (fromAt < now) throw inThePast(fromAt, now);
  const stored = await stores.catalogue.setPrice(
    { ...newPrice(ctx, model, nanoUsdPerToken), fromAt },
    stampOf(ctx, input.reason),
  );
  live.publish('prices');
  return presentSet(stored, await stores.catalogue.pricesOf(model), clock.now());
}

/** A price that begins now. */
export function newPrice(ctx: AdminContext, model: string, nanoUsdPerToken: bigint): StoredPrice {
  const now = ctx.services.clock.now();
  return {
    id: ctx.services.newId('pri'),
    model,
    fromAt: now,
    nanoUsdPerToken,
    createdAt: now,
    removedAt: null,
  };
}

function inThePast(fromAt: number, now: number): InputError {
  return new InputError(
    'INVALID_REQUEST',
    `A price cannot begin in the past (${new Date(fromAt).toISOString()}): what was settled keeps its amount. Leave "from" ` +
      'out to begin now, or name an instant to come.',
    { field: 'from', from: new Date(fromAt).toISOString(), now: new Date(now).toISOString() },
  );
}
