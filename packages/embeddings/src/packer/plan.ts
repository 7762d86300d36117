import type { ModelLimits } from '../models/catalogue.ts';
import { fewestRequests, sumOf } from './bounds.ts';
import { pack, tokensOf, type WeighedItems } from './pack.ts';

/** How inputs go out, and what that saves. */
export interface BatchPlan {
  /** Positions of the inputs of each request. */
  batches: number[][];
  requests: number;
  inputs: number;
  tokens: number;
  /** No plan could do with fewer requests. */
  fewestRequests: number;
  /** How full the requests are, 0 to 1, by the limit that binds: inputs or tokens. */
  fill: number;
  /** Requests without batching: one for each input. */
  singleRequests: number;
  /** Share of those that batching saves, 0 to 1. */
  requestsSaved: number;
}

/**
 * Packs inputs and sums up the outcome.
 * @throws as pack does.
 */
export function planBatches(items: WeighedItems, limits: ModelLimits): BatchPlan {
  const weights = tokensOf(items);
  const batches = pack(weights, limits);
  const requests = batches.length;
  const inputs = weights.length;
  const tokens = sumOf(weights);
  const offered = Math.max(1, requests);
  return {
    batches,
    requests,
    inputs,
    tokens,
    fewestRequests: fewestRequests(weights, limits),
    fill: Math.max(inputs / (offered * limits.maxInputs), tokens / (offered * limits.maxTokensPerRequest)),
    singleRequests: inputs,
    requestsSaved: inputs === 0 ? 0 : 1 - requests / inputs,
  };
}
