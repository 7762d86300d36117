import { z } from 'zod';
import { reason } from './providers.ts';

export const listOutput = z.array(
  z.object({
    project: z.string(),
    space: z.string(),
    /** `free` vectors were made by the mock or a local provider. */
    partition: z.enum(['paid', 'free']),
    entries: z.number(),
    bytes: z.number(),
  }),
);

export const purgeInput = z.strictObject({ project: z.string(), reason });

export const purgeOutput = z.object({ project: z.string(), entries: z.number(), bytes: z.number() });

export const fileInput = z.strictObject({
  project: z.string(),
  /** An absolute path on the gateway’s machine. */
  file: z.string().min(1).max(4096),
  reason,
});

export const exportOutput = z.object({
  project: z.string(),
  file: z.string(),
  entries: z.number(),
  bytes: z.number(),
});

export const importOutput = z.object({
  project: z.string(),
  /** In the file. */
  entries: z.number(),
  /** Kept now and not before. */
  added: z.number(),
  /** Damaged or unsound: left out. */
  refused: z.number(),
});
