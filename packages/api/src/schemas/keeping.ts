import { z } from 'zod';
import { instant } from './amounts.ts';
import { reason } from './providers.ts';

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

/** What goes on: a backup copies, then checks the copy. */
const running = z.object({
  kind: z.enum(['backup', 'check']),
  startedAt: instant,
  /** Null for the first moment. */
  step: z
    .enum([
      'copy',
      'copy_cache',
      'pages',
      'foreign_keys',
      'schema',
      'amounts',
      'order',
      'windows',
      'rollups',
      'clock',
    ])
    .nullable(),
  /** While it copies: written so far, of what it comes to at most. */
  bytes: z.number().nullable(),
  totalBytes: z.number().nullable(),
});

export const status = z.object({
  running: z.array(running),
  /** The last check since the gateway started, whoever asked for it. */
  lastCheck: z
    .object({ at: instant, durationMs: z.number(), full: z.boolean(), report: integrityReport })
    .nullable(),
});

/** A copy of the database that this gateway made, or that lies where its own belong. */
const knownBackup = z.object({
  file: z.string(),
  at: instant,
  /** Null when it is no longer there, such as moved to another machine. */
  bytes: z.number().nullable(),
  /** Of the vectors' file beside it. */
  cacheBytes: z.number().nullable(),
  /** Who made it and what was in it, from the audit log; null for a file that only lies there. */
  actor: z.string().nullable(),
  holds: z.string().nullable(),
});

/** Newest first, at most a hundred. */
export const backupList = z.object({
  items: z.array(knownBackup),
  /** Where those of the dashboard go, on the gateway's machine, and how much room there is. */
  folder: z.string(),
  freeBytes: z.number().nullable(),
  /** What a copy takes at most. */
  databaseBytes: z.number(),
  keepAlso: z.string(),
});

/** `full` also compares every index with its table, which takes several times as long. */
export const checkInput = z.strictObject({ full: z.boolean().default(false) });

export const backupInput = z.strictObject({
  /** An absolute path on the gateway’s machine, for its own command; `backups/` in the data directory when left out. */
  file: z.string().min(1).max(4096).optional(),
  /** The vectors too, in a second file: they cost money, but can be bought again. */
  withCache: z.boolean().default(false),
  reason,
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
