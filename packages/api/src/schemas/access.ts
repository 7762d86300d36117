import { TOO_LONG } from '@weighbridge/embeddings';
import { z } from 'zod';
import { instant } from './amounts.ts';
import { reason } from './providers.ts';

export const project = z.object({
  id: z.string(),
  name: z.string(),
  splitLargeCalls: z.boolean(),
  allowFallback: z.boolean(),
  /** What becomes of texts longer than the model takes, unless the call says. */
  tooLong: z.enum(TOO_LONG),
  createdAt: instant,
});

export const createProjectInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  /** A slug; made from the name when left out. */
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be a slug: lower-case letters, digits and hyphens')
    .optional(),
  splitLargeCalls: z.boolean().default(true),
  allowFallback: z.boolean().default(false),
  tooLong: z.enum(TOO_LONG).default('error'),
  reason,
});

export const updateProjectInput = z.strictObject({
  id: z.string(),
  name: z.string().trim().min(1).max(100).optional(),
  splitLargeCalls: z.boolean().optional(),
  allowFallback: z.boolean().optional(),
  tooLong: z.enum(TOO_LONG).optional(),
  reason,
});

export const accessKey = z.object({
  id: z.string(),
  project: z.string(),
  name: z.string(),
  last4: z.string(),
  allowFallback: z.boolean(),
  createdAt: instant,
  revokedAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
});

export const createKeyInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  project: z.string().default('default'),
  allowFallback: z.boolean().default(false),
  reason,
});

/** `key` is shown this once and stored only as a hash. */
export const createKeyOutput = accessKey.extend({ key: z.string() });

export const revokeKeyInput = z.strictObject({
  /** Or its name, or `project/name`. */
  id: z.string().min(1).max(300),
  reason,
});

export const signInInput = z.strictObject({ password: z.string().min(1).max(1024) });

export const me = z.object({
  signedIn: z.boolean(),
  actor: z.string().nullable(),
  /** Set for an access key. */
  project: z.string().nullable(),
});
