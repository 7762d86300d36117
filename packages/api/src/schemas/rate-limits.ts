import { z } from 'zod';
import { instant } from './amounts.ts';
import { reason } from './providers.ts';

export const rateLimit = z.object({
  id: z.string(),
  /** `global`, `project:<id>` or `key:<id>`. */
  scope: z.string(),
  metric: z.enum(['requests', 'tokens']),
  /** The limit holds in any minute or hour, not from one full minute or hour to the next. */
  period: z.enum(['minute', 'hour']),
  limit: z.number(),
  createdAt: instant,
});

export const listOutput = z.array(
  rateLimit.extend({
    /** Requests or tokens in the minute or hour that ends now. */
    used: z.number(),
    /** Milliseconds until one more fits; 0 while there is room. */
    waitMs: z.number(),
  }),
);

/** Creates the limit of a scope, metric and period, or changes it. */
export const setInput = rateLimit
  .pick({ metric: true, period: true })
  .strict()
  .extend({
    /** A project or a key may be given by name. */
    scope: z.string().trim().min(1).max(200),
    limit: z.number().int().positive(),
    reason,
  });

export const removeInput = z.strictObject({
  /** Or scope, metric and period, such as `global requests minute`. */
  id: z.string().min(1).max(300),
  reason,
});
