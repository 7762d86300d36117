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
const days = z.number().int().min(7).max(36_500);

export const setInput = z.strictObject({ days: days.nullable(), reason });

export const previewInput = z.strictObject({ days });

/** What keeping details for so many days would delete now. */
export const preview = z.object({
  /** What was placed before it goes. */
  from: instant,
  /** Closed entries that would go, of all there are. */
  entries: z.number(),
  allEntries: z.number(),
  /** Older, and kept all the same: what is held or uncertain. */
  openEntries: z.number(),
  /** Findings of inspection, and finished deliveries of webhooks, that would go. */
  findings: z.number(),
  deliveries: z.number(),
});
