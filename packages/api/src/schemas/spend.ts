import { ENTRY_KINDS } from '@weighbridge/embeddings';
import { z } from 'zod';
import { instant, nanoUsd, usd } from './amounts.ts';

/** Sums over the ledger. What is held now and what is uncertain stand apart from what is settled. */
export const totals = z.object({
  settledNanoUsd: nanoUsd,
  settled: usd,
  heldNanoUsd: nanoUsd,
  held: usd,
  uncertainNanoUsd: nanoUsd,
  uncertain: usd,
  /** Metered by the provider. */
  settledTokens: z.number(),
  requests: z.number(),
  failedAttempts: z.number(),
  /** All inputs answered: paid, free, recalled, coalesced and deduplicated. */
  inputs: z.number(),
  paidInputs: z.number(),
  freeInputs: z.number(),
  freeTokens: z.number(),
  freeWouldHaveNanoUsd: nanoUsd,
  freeWouldHave: usd,
  recalledInputs: z.number(),
  recalledTokens: z.number(),
  /** Answered by a twin in flight that somebody else paid for. */
  coalescedInputs: z.number(),
  coalescedTokens: z.number(),
  deduplicatedInputs: z.number(),
  deduplicatedTokens: z.number(),
  /** Texts cut to what the model takes, and the tokens that were cut off. */
  truncatedInputs: z.number(),
  truncatedTokens: z.number(),
  /** What cache, coalescing, deduplication and truncation saved. */
  savedNanoUsd: nanoUsd,
  saved: usd,
  overrunNanoUsd: nanoUsd,
});

export const summaryInput = z.object({ project: z.string().optional() });

export const summaryOutput = z.object({
  at: instant,
  today: totals.extend({ from: instant, to: instant }),
  month: totals.extend({ from: instant, to: instant }),
  cache: z.object({ entries: z.number(), bytes: z.number(), maxBytes: z.number() }),
  /** True until the first call was ever recorded. */
  empty: z.boolean(),
});

export const seriesInput = z.object({
  granularity: z.enum(['hour', 'day']),
  from: instant.optional(),
  to: instant.optional(),
  project: z.string().optional(),
});

export const seriesOutput = z.object({
  granularity: z.enum(['hour', 'day']),
  buckets: z.array(totals.extend({ from: instant, to: instant })),
});

export const ledgerLine = z.object({
  id: z.string(),
  kind: z.enum(ENTRY_KINDS),
  state: z.enum(['held', 'settled', 'released', 'uncertain']),
  placedAt: instant,
  closedAt: instant.nullable(),
  requestId: z.string(),
  correlationId: z.string(),
  project: z.string(),
  keyId: z.string().nullable(),
  tags: z.array(z.string()),
  mode: z.string(),
  provider: z.string(),
  model: z.string(),
  space: z.string(),
  batch: z.number(),
  attempt: z.number(),
  inputs: z.number(),
  heldTokens: z.number(),
  heldNanoUsd: nanoUsd,
  settledTokens: z.number(),
  settledNanoUsd: nanoUsd,
  wouldHaveNanoUsd: nanoUsd,
  usage: z.enum(['provider', 'counted']).nullable(),
  providerRequestId: z.string().nullable(),
  durationMs: z.number().nullable(),
  errorCode: z.string().nullable(),
});

export const ledgerInput = z.object({
  /** The cursor of the page before; 0 begins. */
  after: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(200),
  from: instant.optional(),
  to: instant.optional(),
  project: z.string().optional(),
  state: z.enum(['held', 'settled', 'released', 'uncertain']).optional(),
  correlationId: z.string().optional(),
});

export const ledgerOutput = z.object({ items: z.array(ledgerLine), cursor: z.number().nullable() });
