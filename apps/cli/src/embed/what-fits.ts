import { count } from '../present/quantity.ts';
import type { Weight } from './weigh.ts';

/**
 * After a budget's refusal: how much of the rest would still fit, in words; undefined when the refusal does not say.
 * `facts` are those of BUDGET_EXCEEDED.
 */
export function whatFits(facts: Readonly<Record<string, unknown>>, weight: Weight): string | undefined {
  const amount = (name: string): bigint | undefined => {
    const value = facts[name];
    return typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : undefined;
  };
  const limit = amount('limitNanoUsd');
  if (limit === undefined || weight.nanoUsdPerToken === 0n) return undefined;
  const taken =
    (amount('settledNanoUsd') ?? 0n) + (amount('heldNanoUsd') ?? 0n) + (amount('uncertainNanoUsd') ?? 0n);
  const tokens = taken >= limit ? 0n : (limit - taken) / weight.nanoUsdPerToken;
  const until = typeof facts.resetsAt === 'string' ? `until the reset at ${facts.resetsAt}` : 'at all';
  return tokens === 0n
    ? `No more tokens fit ${until}.`
    : `About ${count(Number(tokens))} more tokens fit ${until}: name fewer files to use them.`;
}
