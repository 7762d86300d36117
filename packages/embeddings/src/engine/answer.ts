import type { Mode } from '../ports/routing.ts';
import type { Shipment } from './dispatch.ts';
import type { Count, Fulfilment } from './fulfil.ts';
import type { EmbedAnswer, EmbedItem } from './types.ts';

/** The answer of a call as it was fulfilled, labelled and priced. */
export function answerOf(
  shipment: Shipment,
  mode: Mode,
  items: EmbedItem[],
  fulfilment: Fulfilment,
): Omit<EmbedAnswer, 'rateLimits'> {
  const { context, bill, nanoUsdPerToken, provider } = shipment;
  const { counts } = fulfilment;
  let tokens = 0;
  let truncatedTokens = 0;
  for (const item of items) {
    tokens += item.tokens;
    truncatedTokens += item.truncatedTokens;
  }
  const spared = counts.recalled.tokens + counts.coalesced.tokens + counts.duplicates.tokens;
  return {
    callId: context.callId,
    correlationId: context.correlationId,
    mode,
    provider: provider.id,
    model: context.model,
    space: context.space,
    dimensions: shipment.dimensions,
    items,
    tokens,
    truncatedTokens,
    billedTokens: bill.tokens,
    costNanoUsd: bill.nanoUsd,
    wouldHaveNanoUsd: provider.free ? BigInt(counts.asked.tokens) * nanoUsdPerToken : 0n,
    savedNanoUsd: provider.free ? 0n : BigInt(spared + truncatedOf(items).tokens) * nanoUsdPerToken,
    cachedInputs: items.filter(({ cached }) => cached).length,
    requests: bill.requests,
    fallback: undefined,
    scopes: shipment.scopes,
  };
}

/** What truncation kept from being paid for: tokens cut off inputs that were answered. */
export function truncatedOf(items: readonly EmbedItem[]): Count {
  const cut = items.filter(({ vector, truncatedTokens }) => vector && truncatedTokens > 0);
  return { inputs: cut.length, tokens: cut.reduce((sum, item) => sum + item.truncatedTokens, 0) };
}
