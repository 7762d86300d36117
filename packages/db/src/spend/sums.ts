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
  ofKind('deduplicated', 'inputs', 'deduplicatedInputs'),
  ofKind('deduplicated', 'tokens', 'deduplicatedTokens'),
  ofKind('deduplicated', 'would_have_nano_usd', 'deduplicatedNanoUsd'),
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
  deduplicatedInputs: 0,
  deduplicatedTokens: 0,
  deduplicatedNanoUsd: 0n,
  overrunNanoUsd: 0n,
};

/** Adds a row to sums. */
export function plus(sums: Sums, row: SumsRow | undefined): Sums {
  if (!row) return sums;
  return {
    settledNanoUsd: sums.settledNanoUsd + row.settledNanoUsd,
    settledTokens: sums.settledTokens + Number(row.settledTokens),
    requests: sums.requests + Number(row.requests),
    failedAttempts: sums.failedAttempts + Number(row.failedAttempts),
    paidInputs: sums.paidInputs + Number(row.paidInputs),
    freeInputs: sums.freeInputs + Number(row.freeInputs),
    freeTokens: sums.freeTokens + Number(row.freeTokens),
    freeWouldHaveNanoUsd: sums.freeWouldHaveNanoUsd + row.freeWouldHaveNanoUsd,
    recalledInputs: sums.recalledInputs + Number(row.recalledInputs),
    recalledTokens: sums.recalledTokens + Number(row.recalledTokens),
    recalledNanoUsd: sums.recalledNanoUsd + row.recalledNanoUsd,
    deduplicatedInputs: sums.deduplicatedInputs + Number(row.deduplicatedInputs),
    deduplicatedTokens: sums.deduplicatedTokens + Number(row.deduplicatedTokens),
    deduplicatedNanoUsd: sums.deduplicatedNanoUsd + row.deduplicatedNanoUsd,
    overrunNanoUsd: sums.overrunNanoUsd + row.overrunNanoUsd,
  };
}
