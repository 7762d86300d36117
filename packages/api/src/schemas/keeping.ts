import { z } from 'zod';
import { instant } from './amounts.ts';

export const integrityReport = z.object({
  ok: z.boolean(),
  findings: z.array(
    z.object({
      name: z.enum(['pages', 'foreign_keys', 'schema', 'amounts', 'order', 'windows', 'rollups', 'clock']),
      ok: z.boolean(),
      message: z.string(),
      /** What to do; null when all is well. */
      hint: z.string().nullable(),
      problems: z.number(),
      /** The first few of them, in words. */
      examples: z.array(z.string()),
    }),
  ),
});

/** `full` also compares every index with its table, which takes several times as long. */
export const checkInput = z.object({ full: z.boolean().default(false) });

export const backupInput = z.object({
  /** An absolute path on the gateway’s machine, for its own command; `backups/` in the data directory when left out. */
  file: z.string().min(1).max(4096).optional(),
  /** The vectors too, in a second file: they cost money, but can be bought again. */
  withCache: z.boolean().default(false),
});

export const backupReport = z.object({
  file: z.string(),
  bytes: z.number(),
  cacheFile: z.string().nullable(),
  cacheBytes: z.number().nullable(),
  /** The latest instant the ledger had seen; what was spent after it is not in the backup. Null for an unused ledger. */
  highWater: instant.nullable(),
  entries: z.number(),
  openAttempts: z.number(),
  integrity: integrityReport,
  /** What else a restore needs. Secrets stay encrypted in the backup. */
  keepAlso: z.string(),
});
