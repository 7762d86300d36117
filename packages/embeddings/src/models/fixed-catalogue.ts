import type { ModelCatalogue } from '../ports/catalogue.ts';
import { type EmbeddingModel, findModel, MODELS } from './catalogue.ts';

/** A catalogue that never changes. */
export function fixedCatalogue(models: readonly EmbeddingModel[] = MODELS): ModelCatalogue {
  return {
    find: async (id) => findModel(id, models),
    list: async () => models,
  };
}
