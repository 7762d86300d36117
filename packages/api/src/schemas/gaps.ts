import { z } from 'zod';
import { instant, nanoUsd, usd } from './amounts.ts';
import { reason } from './providers.ts';

export const gap = z.object({
  id: z.string(),
  from: instant,
  /** Exclusive. */
  to: instant,
  /** `restore`: by our own command; `rollback`: an older copy of the database was found at a start. */
  cause: z.enum(['restore', 'rollback']),
  foundAt: instant,
  /** Null while it is open: budget windows that overlap it admit nothing that costs. */
  closedAt: instant.nullable(),
  billedNanoUsd: nanoUsd.nullable(),
  billed: usd.nullable(),
  /** Budgets whose present window overlaps it, by scope and window; empty once it is closed. */
  stops: z.array(z.object({ budgetId: z.string(), scope: z.string(), window: z.string() })),
});

export const gapList = z.array(gap);

/** What the provider billed in the gap: dollars or nano-USD, exactly one of them; 0 when nothing was. */
export const closeInput = z.strictObject({
  id: z.string().min(1).max(200),
  billedUsd: z.string().optional(),
  billedNanoUsd: nanoUsd.optional(),
  reason,
});
