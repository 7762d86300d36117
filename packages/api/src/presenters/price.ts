import { type NanoUsd, nanoToDecimal } from '@weighbridge/embeddings';

/** A price in both forms: exact nano-USD a token, and exact dollars a million tokens, with cents at least. */
export function price(nanoUsdPerToken: NanoUsd): {
  nanoUsdPerToken: string;
  pricePerMillion: string;
  free: boolean;
} {
  const [whole = '0', fraction = ''] = nanoToDecimal(nanoUsdPerToken * 1_000_000n).split('.');
  return {
    nanoUsdPerToken: nanoUsdPerToken.toString(),
    pricePerMillion: `$${whole}.${fraction.padEnd(2, '0')}`,
    free: nanoUsdPerToken === 0n,
  };
}
