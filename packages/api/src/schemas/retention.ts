import { z } from 'zod';
import { instant } from './amounts.ts';
import { reason } from './providers.ts';

export const retention = z.object({
  /** How long single entries of the ledger are kept; null for ever. Sums are always kept. */
  days: z.number().nullable(),
  /** Older than this, only sums by quarter hour are left. Null while nothing was ever deleted. */
  detailsFrom: instant.nullable(),
});

/** At least a week, so that the details of what is being looked into are not gone. */
export const setInput = z.object({ days: z.number().int().min(7).max(36_500).nullable(), reason });
