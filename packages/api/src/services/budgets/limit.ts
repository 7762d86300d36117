import { InvalidBudgetError, NANO_PER_USD, type NanoUsd, parseUsd } from '@weighbridge/embeddings';

/** A billion dollars: far beyond any bill, and sums of such limits still fit a 64-bit integer. */
const HIGHEST = 1_000_000_000n * NANO_PER_USD;

/**
 * A limit from exactly one of its two forms.
 * @throws InvalidBudgetError when both or neither is given, or it is not above zero; InvalidAmountError when unreadable
 */
export function readLimit(input: {
  limitUsd?: string | undefined;
  limitNanoUsd?: string | undefined;
}): NanoUsd {
  const { limitUsd, limitNanoUsd } = input;
  if ((limitUsd === undefined) === (limitNanoUsd === undefined)) {
    throw new InvalidBudgetError('limit', 'give either limitUsd ("0.50") or limitNanoUsd ("500000000").');
  }
  const limit = limitUsd === undefined ? BigInt(limitNanoUsd ?? 0) : readDollars(limitUsd);
  if (limit <= 0n) {
    throw new InvalidBudgetError(
      'limit',
      'it must be more than zero. The least there is, 0.000000001, lets nothing through here; mock mode stops all spending.',
    );
  }
  if (limit > HIGHEST) throw new InvalidBudgetError('limit', 'it may be at most a billion dollars.');
  return limit;
}

function readDollars(text: string): NanoUsd {
  const [, negative] = /^\s*\$?\s*-\s*\$?(.*)$/s.exec(text) ?? [];
  return negative === undefined ? parseUsd(text) : -parseUsd(negative);
}
