import type { EmbeddingModel } from '@weighbridge/embeddings';

/** A model as OpenAI's `/v1/models` shows it; `created` is in seconds. */
export function presentModel(model: EmbeddingModel) {
  const [first] = model.prices;
  return {
    id: model.id,
    object: 'model',
    created: first ? Math.floor(Date.parse(first.from) / 1000) : 0,
    owned_by: 'openai',
  };
}
