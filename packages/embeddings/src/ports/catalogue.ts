import type { EmbeddingModel } from '../models/catalogue.ts';

/** The models there are at this moment, each with the prices that hold for it; read for each call. */
export interface ModelCatalogue {
  /** @throws InputError UNKNOWN_MODEL, naming the models there are */
  find(id: string): Promise<EmbeddingModel>;
  /** The ones that ship first, then those that an administrator defined. */
  list(): Promise<readonly EmbeddingModel[]>;
}
