import type { SpendSummary } from '@weighbridge/db';
import type { z } from 'zod';
import type { totals as totalsSchema } from '../schemas/spend.ts';
import { amount } from './amount.ts';

/** Sums over the ledger as they are shown. */
export function totals(sums: SpendSummary): z.infer<typeof totalsSchema> {
  const settled = amount(sums.settledNanoUsd);
  const held = amount(sums.heldNanoUsd);
  const uncertain = amount(sums.uncertainNanoUsd);
  const wouldHave = amount(sums.freeWouldHaveNanoUsd);
  const recalled = amount(sums.recalledNanoUsd);
  const coalesced = amount(sums.coalescedNanoUsd);
  const deduplicated = amount(sums.deduplicatedNanoUsd);
  const truncated = amount(sums.truncatedNanoUsd);
  const saved = amount(savedBy(sums));
  return {
    settledNanoUsd: settled.nanoUsd,
    settled: settled.usd,
    heldNanoUsd: held.nanoUsd,
    held: held.usd,
    uncertainNanoUsd: uncertain.nanoUsd,
    uncertain: uncertain.usd,
    settledTokens: sums.settledTokens,
    requests: sums.requests,
    failedAttempts: sums.failedAttempts,
    inputs:
      sums.paidInputs +
      sums.freeInputs +
      sums.recalledInputs +
      sums.coalescedInputs +
      sums.deduplicatedInputs,
    paidInputs: sums.paidInputs,
    freeInputs: sums.freeInputs,
    freeTokens: sums.freeTokens,
    freeWouldHaveNanoUsd: wouldHave.nanoUsd,
    freeWouldHave: wouldHave.usd,
    recalledInputs: sums.recalledInputs,
    recalledTokens: sums.recalledTokens,
    recalledNanoUsd: recalled.nanoUsd,
    recalled: recalled.usd,
    coalescedInputs: sums.coalescedInputs,
    coalescedTokens: sums.coalescedTokens,
    coalescedNanoUsd: coalesced.nanoUsd,
    coalesced: coalesced.usd,
    deduplicatedInputs: sums.deduplicatedInputs,
    deduplicatedTokens: sums.deduplicatedTokens,
    deduplicatedNanoUsd: deduplicated.nanoUsd,
    deduplicated: deduplicated.usd,
    truncatedInputs: sums.truncatedInputs,
    truncatedTokens: sums.truncatedTokens,
    truncatedNanoUsd: truncated.nanoUsd,
    truncated: truncated.usd,
    savedNanoUsd: saved.nanoUsd,
    saved: saved.usd,
    overrunNanoUsd: sums.overrunNanoUsd.toString(),
  };
}

/** What was not paid because of cache, coalescing, deduplication and truncation. */
function savedBy(
  sums: Pick<
    SpendSummary,
    'recalledNanoUsd' | 'coalescedNanoUsd' | 'deduplicatedNanoUsd' | 'truncatedNanoUsd'
  >,
): bigint {
  return sums.recalledNanoUsd + sums.coalescedNanoUsd + sums.deduplicatedNanoUsd + sums.truncatedNanoUsd;
}
