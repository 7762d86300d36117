/** An attempt that may have been billed. */
export interface UncertainAttempt {
  id: string;
  tokens: number;
  nanoUsd: bigint;
}

/** What the bill has beyond the ledger; undefined where the bill does not say. */
export interface Excess {
  requests: number | undefined;
  tokens: number | undefined;
  nanoUsd: bigint | undefined;
}

export type Explanation =
  /** Exactly these were billed; no other choice fits. */
  | { fits: 'one'; billed: string[] }
  /** Several choices fit. */
  | { fits: 'some' }
  | { fits: 'none' };

/** Every choice among this many is tried. */
const MOST_TRIED = 16;

/** Amounts are rounded once a day and model. */
const ROUNDING = 1n;

/** Whether some of the uncertain attempts, taken as billed, make up the excess to the last token. */
export function explain(excess: Excess, uncertain: readonly UncertainAttempt[]): Explanation {
  if (isNegative(excess)) return { fits: 'none' };
  if (uncertain.length > MOST_TRIED) {
    return isWithin(excess, uncertain) ? { fits: 'some' } : { fits: 'none' };
  }
  let found: string[] | undefined;
  for (let choice = 0; choice < 2 ** uncertain.length; choice += 1) {
    const billed = uncertain.filter((_, bit) => (choice >> bit) & 1);
    if (!matches(excess, billed)) continue;
    if (found) return { fits: 'some' };
    found = billed.map(({ id }) => id);
  }
  return found ? { fits: 'one', billed: found } : { fits: 'none' };
}

export function sumOf(attempts: readonly UncertainAttempt[]): { tokens: number; nanoUsd: bigint } {
  return {
    tokens: attempts.reduce((sum, { tokens }) => sum + tokens, 0),
    nanoUsd: attempts.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0n),
  };
}

/** Whether two amounts of a day and model are the same but for rounding. */
export function sameAmount(a: bigint, b: bigint): boolean {
  const apart = a - b;
  return apart <= ROUNDING && apart >= -ROUNDING;
}

function matches({ requests, tokens, nanoUsd }: Excess, billed: readonly UncertainAttempt[]): boolean {
  const sum = sumOf(billed);
  return (
    (requests === undefined || requests === billed.length) &&
    (tokens === undefined || tokens === sum.tokens) &&
    (nanoUsd === undefined || sameAmount(nanoUsd, sum.nanoUsd))
  );
}

function isWithin({ requests, tokens, nanoUsd }: Excess, all: readonly UncertainAttempt[]): boolean {
  const sum = sumOf(all);
  return (
    (requests ?? 0) <= all.length && (tokens ?? 0) <= sum.tokens && (nanoUsd ?? 0n) <= sum.nanoUsd + ROUNDING
  );
}

function isNegative({ requests, tokens, nanoUsd }: Excess): boolean {
  return (requests ?? 0) < 0 || (tokens ?? 0) < 0 || (nanoUsd ?? 0n) < -ROUNDING;
}
