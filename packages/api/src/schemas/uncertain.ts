import { z } from 'zod';
import { reason } from './providers.ts';

export const resolveInput = z.object({
  /** The attempt's id in the ledger. */
  id: z.string().min(1).max(200),
  /** `billed` settles it at what was held; `not_billed` frees it. */
  as: z.enum(['billed', 'not_billed']),
  reason,
});
