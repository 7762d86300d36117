import type { EmbeddingModel } from '../models/catalogue.ts';
import { pack } from '../packer/index.ts';
import { weighsExactly } from './countable.ts';

/** Requests under a model's limits, or narrower ones. A text whose bound is larger than a whole request goes alone: it may well fit. */
export function packFor(model: EmbeddingModel, weights: Uint32Array, limits = model.limits): number[][] {
  if (weighsExactly(model)) return pack(weights, limits);
  const most = limits.maxTokensPerRequest;
  const clamped = weights.map((weight) => Math.min(weight, most));
  return pack(clamped, { ...limits, maxTokensPerInput: most });
}
