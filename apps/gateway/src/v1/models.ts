import type { Services } from '@weighbridge/api';
import { type EmbeddingModel, HIGHEST_PRICE, priceIn, WeighbridgeError } from '@weighbridge/embeddings';

/** A model as OpenAI's `/v1/models` shows it. */
export interface ModelObject {
  id: string;
  object: 'model';
  /** Unix time in seconds. */
  created: number;
  owned_by: string;
  shutdown_date: string | null;
}

/** What the official API says of its own models; clients compare. */
const OFFICIAL: Readonly<Record<string, Pick<ModelObject, 'created' | 'owned_by'>>> = {
  'text-embedding-3-small': { created: 1_705_948_997, owned_by: 'system' },
  'text-embedding-3-large': { created: 1_705_953_180, owned_by: 'system' },
  'text-embedding-ada-002': { created: 1_671_217_299, owned_by: 'openai-internal' },
};

/** Those that a call would be answered with: what has no price, or none that can be held, is refused. */
export async function usableModels({ models, clock }: Services): Promise<EmbeddingModel[]> {
  const now = clock.now();
  return (await models.list()).filter(({ prices }) => {
    const price = priceIn(prices, now);
    return price !== undefined && price <= HIGHEST_PRICE;
  });
}

export function presentModel(model: EmbeddingModel): ModelObject {
  const [first] = model.prices;
  const own = { created: first ? Math.floor(Date.parse(first.from) / 1000) : 0, owned_by: 'weighbridge' };
  return { id: model.id, object: 'model', ...(OFFICIAL[model.id] ?? own), shutdown_date: null };
}

/** @throws WeighbridgeError UNKNOWN_MODEL, in the words that the official API has for this route */
export async function retrieveModel(id: string, { models }: Services): Promise<ModelObject> {
  try {
    return presentModel(await models.find(id));
  } catch (error) {
    if (!WeighbridgeError.isInstance(error) || error.code !== 'UNKNOWN_MODEL') throw error;
    throw new WeighbridgeError({
      code: error.code,
      kind: error.kind,
      message: error.message,
      facts: { ...error.facts, field: 'model', official: `The model '${id}' does not exist` },
      cause: error,
    });
  }
}
