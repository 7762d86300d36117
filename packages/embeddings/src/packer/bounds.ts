import type { ModelLimits } from '../models/catalogue.ts';

export function sumOf(tokens: Uint32Array): number {
  return tokens.reduce((sum, count) => sum + count, 0);
}

/** No packing can do with fewer requests: max(⌈inputs / limit⌉, ⌈tokens / limit⌉). */
export function fewestRequests(tokens: Uint32Array, limits: ModelLimits): number {
  return Math.max(
    Math.ceil(tokens.length / limits.maxInputs),
    Math.ceil(sumOf(tokens) / limits.maxTokensPerRequest),
  );
}

/**
 * The same for inputs so long that requests cannot be filled to the brim: of the r longest inputs, of which the shortest
 * has t tokens, no request can hold more than ⌊limit / t⌋.
 * @param order positions, longest first.
 */
export function fewestRequestsOfLong(tokens: Uint32Array, order: Uint32Array, limits: ModelLimits): number {
  let fewest = 0;
  for (let rank = 0; rank < order.length; rank++) {
    const shortest = tokens[order[rank] as number] as number;
    if (shortest === 0) break;
    const together = Math.min(limits.maxInputs, Math.floor(limits.maxTokensPerRequest / shortest));
    fewest = Math.max(fewest, Math.ceil((rank + 1) / together));
  }
  return fewest;
}
