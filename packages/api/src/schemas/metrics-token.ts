import { z } from 'zod';
import { instant } from './amounts.ts';

export const changeInput = z.strictObject({ reason: z.string().max(500).optional() });

export const createOutput = z.object({
  /** Shown this once. */
  token: z.string(),
  last4: z.string(),
  createdAt: instant,
  /** Whether one was there before, which no longer works. */
  replaced: z.boolean(),
});

export const revokeOutput = z.object({ revoked: z.boolean() });

export const statusOutput = z.object({
  exists: z.boolean(),
  last4: z.string().nullable(),
  createdAt: instant.nullable(),
});
