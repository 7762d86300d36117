import type { Figure } from '../ledger/figures.ts';
import type { SpendSummary } from '../ports/index.ts';

/** Sums over closed entries; what is open is counted apart. */
export type Sums = Omit<SpendSummary, 'heldNanoUsd' | 'uncertainNanoUsd'>;

export type SumsRow = Record<keyof Sums, bigint>;

const COLUMNS: Readonly<Record<keyof Sums, Figure>> = {
  settledNanoUsd: 'settled_nano_usd',
  settledTokens: 'settled_tokens',
  requests: 'requests',
  failedAttempts: 'failed_attempts',
  paidInputs: 'paid_inputs',
  freeInputs: 'free_inputs',
  freeTokens: 'free_tokens',
  freeWouldHaveNanoUsd: 'free_nano_usd',
  recalledInputs: 'recalled_inputs',
  recalledTokens: 'recalled_tokens',
  recalledNanoUsd: 'recalled_nano_usd',
  coalescedInputs: 'coalesced_inputs',
  coalescedTokens: 'coalesced_tokens',
  coalescedNanoUsd: 'coalesced_nano_usd',
  deduplicatedInputs: 'deduplicated_inputs',
  deduplicatedTokens: 'deduplicated_tokens',
  deduplicatedNanoUsd: 'deduplicated_nano_usd',
  truncatedInputs: 'truncated_inputs',
  truncatedTokens: 'truncated_tokens',
  truncatedNanoUsd: 'truncated_nano_usd',
  overrunNanoUsd: 'overrun_nano_usd',
};

/** The select list over rows shaped as sums are, one row out. */
export const SUMS = Object.entries(COLUMNS)
  .map(([name, column]) => `coalesce(sum(${column}), 0) AS ${name}`)
  .join(', ');

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
