import type { NewId } from '../ports/clock.ts';
import type { FreeEntry } from '../ports/ledger.ts';
import { truncatedOf } from './answer.ts';
import type { Shipment } from './dispatch.ts';
import type { Count, Fulfilment } from './fulfil.ts';
import type { EmbedItem } from './types.ts';

/** What cost nothing stands in the ledger as well: the mock's answers, the cache's, duplicates, and what was cut off. */
export function freeEntries(
  { context, nanoUsdPerToken, provider }: Shipment,
  counts: Fulfilment['counts'],
  items: readonly EmbedItem[],
  durationMs: number,
  newId: NewId,
): FreeEntry[] {
  const kinds: [FreeEntry['kind'], Count][] = [
    ['recalled', counts.recalled],
    ['coalesced', counts.coalesced],
    ['deduplicated', counts.duplicates],
    ['truncated', truncatedOf(items)],
  ];
  if (provider.free) kinds.unshift(['free', counts.asked]);
  return kinds
    .filter(([, { inputs }]) => inputs > 0)
    .map(([kind, { inputs, tokens }]) => ({
      ...context,
      id: newId('fre'),
      kind,
      inputs,
      tokens,
      // The cache saves nothing where asking again would have been free.
      wouldHaveNanoUsd: kind !== 'free' && provider.free ? 0n : BigInt(tokens) * nanoUsdPerToken,
      durationMs,
    }));
}
