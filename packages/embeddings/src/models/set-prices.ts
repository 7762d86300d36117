import type { NanoUsd } from '../money.ts';
import type { EmbeddingModel } from './catalogue.ts';

/** A price that an administrator set, and the first ms at which it holds. */
export interface SetPrice {
  fromAt: number;
  nanoUsdPerToken: NanoUsd;
}

/**
 * A model under the prices that were set for it: from the first of them on they alone hold, whatever ships later. Before
 * it, the model's own do.
 */
export function underSetPrices(model: EmbeddingModel, set: readonly SetPrice[]): EmbeddingModel {
  if (set.length === 0) return model;
  const first = Math.min(...set.map(({ fromAt }) => fromAt));
  return {
    ...model,
    prices: [
      ...model.prices.filter(({ from }) => Date.parse(from) < first),
      ...set.map(({ fromAt, nanoUsdPerToken }) => ({
        from: new Date(fromAt).toISOString(),
        nanoUsdPerToken,
      })),
    ],
  };
}
