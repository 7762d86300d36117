import { z } from 'zod';
import { instant, nanoUsd, usd } from './amounts.ts';
import { reason } from './providers.ts';

const amount = z.object({
  /** Whole nano-USD a token. */
  nanoUsdPerToken: nanoUsd,
  /** Exact dollars a million tokens, such as "$0.02". */
  pricePerMillion: usd,
  free: z.boolean(),
});

export const price = amount.extend({
  /** Null for a price that ships with Weighbridge; only the others can be removed. */
  id: z.string().nullable(),
  model: z.string(),
  from: instant,
  /** Null for the first one that ships. */
  createdAt: instant.nullable(),
  removedAt: instant.nullable(),
  /** `superseded`: another one has begun since, or was set over it. */
  state: z.enum(['in_force', 'to_come', 'superseded', 'removed']),
});

/** By model, the latest beginning first. */
export const listOutput = z.array(price);

/** The price itself: exactly one of these. */
export const priceChoice = {
  /** Decimal dollars a million tokens, such as "0.02". */
  usdPerMillion: z.string().max(40).optional(),
  nanoUsdPerToken: z
    .string()
    .regex(/^\d{1,15}$/, 'is no whole number of nano-USD')
    .optional(),
  /** Declares the model free: its calls are held and settled at nothing, and still stand in the ledger. */
  free: z.boolean().optional(),
};

export const setInput = z.strictObject({
  model: z.string().trim().min(1).max(200),
  ...priceChoice,
  /** Now, when left out; never in the past. */
  from: instant.optional(),
  reason,
});

export const removeInput = z.strictObject({
  /** Or its model, while only one price is set for it. */
  id: z.string().min(1).max(200),
  reason,
});

export const modelPrice = amount.extend({ from: instant });
