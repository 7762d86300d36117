import type { Mode } from '../ports/routing.ts';
import type { Shipment } from './dispatch.ts';
import type { Fulfilment } from './fulfil.ts';
import type { EmbedAnswer } from './types.ts';

/** The answer of a call as it was fulfilled, labelled and priced. */
export function answerOf(
  shipment: Shipment,
  mode: Mode,
  tokens: Uint32Array,
  fulfilment: Fulfilment,
): EmbedAnswer {
  const { context, bill, nanoUsdPerToken, provider } = shipment;
  const { counts } = fulfilment;
  let total = 0;
  for (const count of tokens) total += count;
  const spared = counts.recalled.tokens + counts.coalesced.tokens + counts.duplicates.tokens;
  return {
    callId: context.callId,
    correlationId: context.correlationId,
    mode,
    provider: provider.id,
    model: context.model,
    space: context.space,
    dimensions: shipment.dimensions,
    items: fulfilment.items,
    tokens: total,
    billedTokens: bill.tokens,
    costNanoUsd: bill.nanoUsd,
    wouldHaveNanoUsd: provider.free ? BigInt(counts.asked.tokens) * nanoUsdPerToken : 0n,
    savedNanoUsd: provider.free ? 0n : BigInt(spared) * nanoUsdPerToken,
    cachedInputs: counts.recalled.inputs + counts.coalesced.inputs + counts.duplicates.inputs,
    requests: bill.requests,
    fallback: undefined,
  };
}
