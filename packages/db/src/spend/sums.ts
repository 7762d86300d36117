import type { SpendSummary } from '../ports/index.ts';

/** Sums over closed entries; what is open is counted apart. */
export type Sums = Omit<SpendSummary, 'heldNanoUsd' | 'uncertainNanoUsd'>;

export type SumsRow = Record<keyof Sums, bigint>;

const ofKind = (kind: string, column: string, name: keyof Sums) =>
  `coalesce(sum(${column}) FILTER (WHERE kind = '${kind}'), 0) AS ${name}`;

/** The select list over rows shaped as rollups are, one row out. */
export const SUMS = [
  'coalesce(sum(requests), 0) AS requests',
  'coalesce(sum(failed_attempts), 0) AS failedAttempts',
  'coalesce(sum(nano_usd), 0) AS settledNanoUsd',
  'coalesce(sum(overrun_nano_usd), 0) AS overrunNanoUsd',
  ofKind('attempt', 'tokens', 'settledTokens'),
  ofKind('attempt', 'inputs', 'paidInputs'),
  ofKind('free', 'inputs', 'freeInputs'),
  ofKind('free', 'tokens', 'freeTokens'),
  ofKind('free', 'would_have_nano_usd', 'freeWouldHaveNanoUsd'),
  ofKind('recalled', 'inputs', 'recalledInputs'),
  ofKind('recalled', 'tokens', 'recalledTokens'),
  ofKind('recalled', 'would_have_nano_usd', 'recalledNanoUsd'),
  ofKind('coalesced', 'inputs', 'coalescedInputs'),
  ofKind('coalesced', 'tokens', 'coalescedTokens'),
  ofKind('coalesced', 'would_have_nano_usd', 'coalescedNanoUsd'),
  ofKind('deduplicated', 'inputs', 'deduplicatedInputs'),
  ofKind('deduplicated', 'tokens', 'deduplicatedTokens'),
  ofKind('deduplicated', 'would_have_nano_usd', 'deduplicatedNanoUsd'),
  ofKind('truncated', 'inputs', 'truncatedInputs'),
  ofKind('truncated', 'tokens', 'truncatedTokens'),
  ofKind('truncated', 'would_have_nano_usd', 'truncatedNanoUsd'),
].join(', ');

export const EMPTY: Sums = {
  settledNanoUsd: 0n,
  settledTokens: 0,
  requests: 0,
  failedAttempts: 0,
  paidInputs: 0,
  freeInputs: 0,
  freeTokens: 0,
  freeWouldHaveNanoUsd: 0n,
  recalledInputs: 0,
  recalledTokens: 0,
  recalledNanoUsd: 0n,
  coalescedInputs: 0,
  coalescedTokens: 0,
  coalescedNanoUsd: 0n,
  deduplicatedInputs: 0,
  deduplicatedTokens: 0,
  deduplicatedNanoUsd: 0n,
  truncatedInputs: 0,
  truncatedTokens: 0,
  truncatedNanoUsd: 0n,
  overrunNanoUsd: 0n,
};

/** Adds a row to sums. */
export function plus(sums: Sums, row: SumsRow | undefined): Sums {
  if (!row) return sums;
  const total = { ...sums } as Record<keyof Sums, bigint | number>;
  for (const name of Object.keys(EMPTY) as (keyof Sums)[]) {
    const before = total[name];
    total[name] = typeof before === 'bigint' ? before + row[name] : before + Number(row[name]);
  }
  return total as Sums;
}
