import type { Services } from '@weighbridge/api';
import { type EmbeddingModel, MODELS, priceIn } from '@weighbridge/embeddings';

/** Those that a call would be answered with: what has no price is refused. */
export async function usableModels({ models, clock }: Services): Promise<EmbeddingModel[]> {
  return (await models.list()).filter(({ prices }) => priceIn(prices, clock.now()) !== undefined);
}

/** A model as OpenAI's `/v1/models` shows it; `created` is in seconds. */
export function presentModel(model: EmbeddingModel) {
  const [first] = model.prices;
  return {
    id: model.id,
    object: 'model',
    created: first ? Math.floor(Date.parse(first.from) / 1000) : 0,
    owned_by: MODELS.some(({ id }) => id === model.id) ? 'openai' : 'weighbridge',
  };
}
