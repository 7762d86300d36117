import type { CatalogueStore, StoredModel } from '@weighbridge/db';
import {
  type EmbeddingModel,
  MODELS,
  type ModelCatalogue,
  underSetPrices,
  unknownModel,
} from '@weighbridge/embeddings';

/** The models that ship and those that were defined, each under the prices set for it, read anew each time. */
export function createModelCatalogue(store: CatalogueStore): ModelCatalogue {
  const priced = async (model: EmbeddingModel) => underSetPrices(model, await store.pricesOf(model.id));
  const all = async () => [...MODELS, ...(await store.models()).map(modelOf)];
  return {
    async find(id) {
      const shipped = MODELS.find((model) => model.id === id);
      const defined = shipped ? undefined : await store.model(id);
      const model = shipped ?? (defined && modelOf(defined));
      if (model) return priced(model);
      throw unknownModel(id, await all());
    },
    list: async () => Promise.all((await all()).map(priced)),
  };
}

function modelOf(stored: StoredModel): EmbeddingModel {
  const { id, dimensions, shortenable, unitNorm, tokenizer } = stored;
  const { maxInputs, maxTokensPerInput, maxTokensPerRequest } = stored;
  return {
    id,
    dimensions,
    shortenable,
    unitNorm,
    tokenizer,
    limits: { maxInputs, maxTokensPerInput, maxTokensPerRequest },
    prices: [],
  };
}
