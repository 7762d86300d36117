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
  /** What recalled answers would have cost. */
  recalledNanoUsd: nanoUsd,
  recalled: usd,
  /** Answered by a twin in flight that somebody else paid for. */
  coalescedInputs: z.number(),
  coalescedTokens: z.number(),
  coalescedNanoUsd: nanoUsd,
  coalesced: usd,
  deduplicatedInputs: z.number(),
  deduplicatedTokens: z.number(),
  deduplicatedNanoUsd: nanoUsd,
  deduplicated: usd,
  /** Texts cut to what the model takes, and the tokens that were cut off. */
  truncatedInputs: z.number(),
  truncatedTokens: z.number(),
  truncatedNanoUsd: nanoUsd,
  truncated: usd,
  /** What cache, coalescing, deduplication and truncation saved. */
  savedNanoUsd: nanoUsd,
  saved: usd,
  overrunNanoUsd: nanoUsd,
});

/** What may be asked of every sum and of the ledger alike; what is given together must all hold. */
export const spendFilter = z.strictObject({
  /** Id or name. */
  project: z.string().min(1).optional(),
  provider: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
  /** Id or name of an access key. */
  keyId: z.string().min(1).optional(),
  tag: z.string().min(1).optional(),
});

/** An IANA zone that days, weeks and months begin in. */
const timeZone = z
  .string()
  .refine(isTimeZone, 'is no IANA time zone; write one such as UTC or Europe/Berlin')
  .default('UTC');

/** `from` inclusive, `to` exclusive; entries count to the moment their hold was placed. */
const range = { from: instant.optional(), to: instant.optional() };

export const summaryOutput = z.object({
  at: instant,
  today: totals.extend({ from: instant, to: instant }),
  month: totals.extend({ from: instant, to: instant }),
  cache: z.object({ entries: z.number(), bytes: z.number(), maxBytes: z.number() }),
  /** True until the first call was ever recorded. */
  empty: z.boolean(),
});

export const GRANULARITIES = ['hour', 'day', 'week', 'month'] as const;

export const seriesInput = spendFilter.extend({
  granularity: z.enum(GRANULARITIES),
  ...range,
  timeZone,
});

export const seriesOutput = z.object({
  granularity: z.enum(GRANULARITIES),
  timeZone: z.string(),
  /** When the first entry of all was placed; null before it. Before that, nothing is known rather than nothing spent. */
  since: instant.nullable(),
  buckets: z.array(totals.extend({ from: instant, to: instant })),
});

export const DIMENSIONS = ['project', 'provider', 'model', 'key', 'tag'] as const;

export const breakdownInput = spendFilter.extend({
  by: z.enum(DIMENSIONS),
  ...range,
  /** How many values to name; the rest is folded into `others`. */
  top: z.number().int().min(1).max(1000).default(12),
});

export const breakdownOutput = z.object({
  by: z.enum(DIMENSIONS),
  from: instant,
  to: instant,
  /** Everything within the filter. Shares and others add up to it, except by tag: an entry may have several, or none. */
  total: totals,
  /** Dearest first. `value` is null for what came without a key. */
  shares: z.array(totals.extend({ value: z.string().nullable() })),
  others: totals.extend({ values: z.number() }).nullable(),
});

export const changesInput = spendFilter.extend({
  timeZone,
  /** How many movers to name. */
  top: z.number().int().min(1).max(50).default(6),
});

export const changesOutput = z.object({
  timeZone: z.string(),
  /** What is compared: money settled, held and uncertain; or, where neither day has any, what free answers would have cost. */
  basis: z.enum(['spent', 'would_have']),
  /** From the day's beginning until now. */
  today: totals.extend({ from: instant, to: instant, amountNanoUsd: nanoUsd, amount: usd }),
  /** As long a piece of the day before. */
  yesterday: totals.extend({ from: instant, to: instant, amountNanoUsd: nanoUsd, amount: usd }),
  changeNanoUsd: nanoUsd,
  change: usd,
  /** The values that moved most, up or down. */
  movers: z.array(
    z.object({
      by: z.enum(['project', 'model', 'tag']),
      value: z.string(),
      todayNanoUsd: nanoUsd,
      today: usd,
      yesterdayNanoUsd: nanoUsd,
      yesterday: usd,
      changeNanoUsd: nanoUsd,
      change: usd,
    }),
  ),
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

/** Which lines of the ledger: the filter of every sum, and what only lines have. */
export const ledgerFilter = spendFilter.extend({
  ...range,
  kind: z.enum(ENTRY_KINDS).optional(),
  state: z.enum(['held', 'settled', 'released', 'uncertain']).optional(),
  errorCode: z.string().min(1).optional(),
  /** Also finds ids that begin with it and a dot, as the batches of a stream have them. */
  correlationId: z.string().min(1).optional(),
  /** Of one call, as in its answer; a call can make many attempts. */
  requestId: z.string().min(1).optional(),
});

export const ledgerInput = ledgerFilter.extend({
  /** The cursor of the page before; 0 begins. */
  after: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(200),
  order: z.enum(['oldest', 'newest']).default('oldest'),
});

export const ledgerOutput = z.object({
  items: z.array(ledgerLine),
  cursor: z.number().nullable(),
  /** Older entries were deleted, but for what is open: before this there are sums only. Null while none ever was. */
  detailsFrom: instant.nullable(),
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
