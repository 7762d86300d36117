import { z } from 'zod';
import { instant, nanoUsd, usd } from './amounts.ts';
import { reason } from './providers.ts';

export const resolveInput = z.strictObject({
  /** The attempt's id in the ledger. */
  id: z.string().min(1).max(200),
  /** `billed` settles it at what was held; `not_billed` frees it. */
  as: z.enum(['billed', 'not_billed']),
  reason,
});

/** All of it, or what was placed at or after an instant. */
export const openInput = z.strictObject({ from: instant.optional() });

export const open = z.object({ attempts: z.number(), nanoUsd, usd });

const ids = z.array(z.string().min(1).max(200)).min(1).max(1000);

/** Many at once, all or none. */
export const resolveManyInput = resolveInput.omit({ id: true }).extend({ ids });

export const effectsInput = z.strictObject({ ids });

/** What resolving them settles ("billed") or frees ("not_billed"): the same amount in the same windows. */
export const effects = z.object({
  /** Of those that were named, how many are uncertain. */
  attempts: z.number(),
  tokens: z.number(),
  nanoUsd,
  usd,
  /** Windows of live budgets; past ones no longer hold anything up. */
  budgets: z.array(
    z.object({
      id: z.string(),
      scope: z.string(),
      window: z.string(),
      windowStart: instant,
      present: z.boolean(),
      nanoUsd,
      usd,
    }),
  ),
});
