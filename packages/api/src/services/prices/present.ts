import type { StoredPrice } from '@weighbridge/db';
import type { EmbeddingModel } from '@weighbridge/embeddings';
import type { z } from 'zod';
import { instant, instantOrNull } from '../../presenters/instant.ts';
import { price } from '../../presenters/price.ts';
import type { price as priceSchema } from '../../schemas/prices.ts';

type Shown = z.infer<typeof priceSchema>;

/** A price that was set, among those of its model that were not removed. */
export function presentSet(stored: StoredPrice, live: readonly StoredPrice[], now: number): Shown {
  return {
    ...price(stored.nanoUsdPerToken),
    id: stored.id,
    model: stored.model,
    from: instant(stored.fromAt),
    createdAt: instant(stored.createdAt),
    removedAt: instantOrNull(stored.removedAt),
    state: stored.removedAt === null ? stateOf(stored.fromAt, live, now) : 'removed',
  };
}

/** The prices that ship with a model: the first one set takes over from them for good. */
export function presentShipped(model: EmbeddingModel, live: readonly StoredPrice[], now: number): Shown[] {
  const beginnings = [...model.prices.map(({ from }) => ({ fromAt: Date.parse(from) })), ...live];
  const first = Math.min(...live.map(({ fromAt }) => fromAt));
  return model.prices.map(({ from, nanoUsdPerToken }) => {
    const fromAt = Date.parse(from);
    return {
      ...price(nanoUsdPerToken),
      id: null,
      model: model.id,
      from: instant(fromAt),
      createdAt: null,
      removedAt: null,
      state: fromAt >= first ? 'superseded' : stateOf(fromAt, beginnings, now),
    };
  });
}

function stateOf(fromAt: number, others: readonly { fromAt: number }[], now: number): Shown['state'] {
  if (fromAt > now) return 'to_come';
  const overtaken = others.some((other) => other.fromAt > fromAt && other.fromAt <= now);
  return overtaken ? 'superseded' : 'in_force';
}
