import { type EmbeddingModel, MODELS, priceIn } from '@weighbridge/embeddings';
import type { z } from 'zod';
import { instant } from '../../presenters/instant.ts';
import { price } from '../../presenters/price.ts';
import type { model as modelSchema } from '../../schemas/models.ts';

export function isShipped(id: string): boolean {
  return MODELS.some((model) => model.id === id);
}

/** A model as it is shown, with its price at an instant and the next one after it. */
export function presentModel(model: EmbeddingModel, now: number): z.infer<typeof modelSchema> {
  const begun = model.prices.map(({ from }) => Date.parse(from)).filter((from) => from <= now);
  const current = priceIn(model.prices, now);
  const coming = model.prices
    .filter(({ from }) => Date.parse(from) > now)
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from))[0];
  return {
    id: model.id,
    custom: !isShipped(model.id),
    dimensions: model.dimensions,
    shortenable: model.shortenable,
    unitNorm: model.unitNorm,
    tokenizer: model.tokenizer,
    maxInputs: model.limits.maxInputs,
    maxTokensPerInput: model.limits.maxTokensPerInput,
    maxTokensPerRequest: model.limits.maxTokensPerRequest,
    price: current === undefined ? null : { ...price(current), from: instant(Math.max(...begun)) },
    next: coming ? { ...price(coming.nanoUsdPerToken), from: coming.from } : null,
  };
}
