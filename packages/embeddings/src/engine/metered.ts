import type { EmbeddingModel } from '../models/catalogue.ts';
import { weighsExactly } from './countable.ts';

/** Writes down each parcel's part of what its request was metered at, where a parcel could only be bounded. */
export function noteMeter(
  model: EmbeddingModel,
  parcels: readonly { tokens: number; metered?: number }[],
  meteredTokens: number | undefined,
): void {
  if (meteredTokens === undefined || weighsExactly(model)) return;
  const shares = shareOut(
    meteredTokens,
    parcels.map(({ tokens }) => tokens),
  );
  for (const [index, parcel] of parcels.entries()) parcel.metered = shares[index] ?? 0;
}

/**
 * Shares what a provider metered for a request out over its inputs, in proportion to their bounds, to the last token.
 * For models whose tokenizer is not known: the meter says only the sum.
 */
export function shareOut(metered: number, bounds: readonly number[]): number[] {
  const total = bounds.reduce((sum, bound) => sum + bound, 0);
  let seen = 0;
  let given = 0;
  return bounds.map((bound) => {
    seen += bound;
    // BigInt: the product of two token counts can pass 2^53.
    const upTo = Number((BigInt(metered) * BigInt(seen)) / BigInt(Math.max(1, total)));
    const share = upTo - given;
    given = upTo;
    return share;
  });
}
