import { BILL_FORMATS } from '@weighbridge/embeddings';
import { z } from 'zod';
import { instant, nanoUsd, usd } from './amounts.ts';
import { reason } from './providers.ts';

/** Characters of one export; a month of many models is some kilobytes. */
const MOST_CHARACTERS = 20_000_000;

const billImport = z.object({
  id: z.string(),
  at: instant,
  actor: z.string(),
  kind: z.enum(['usage', 'costs']),
  fileName: z.string(),
  provider: z.string(),
  /** First instant of its first UTC day, and of the day after its last. */
  from: instant,
  to: instant,
  /** Lines that still hold: a later import of the same days takes their place. */
  lines: z.number(),
});

export const importsOutput = z.array(billImport);

export const importInput = z.strictObject({
  fileName: z.string().trim().min(1).max(200),
  /** The export itself: JSON of the usage or costs API, or CSV of the dashboard. */
  text: z.string().min(1).max(MOST_CHARACTERS),
  reason,
});

export const importOutput = z.object({
  import: billImport,
  format: z.enum(BILL_FORMATS),
  /** The same lines had been imported before; nothing was written. */
  unchanged: z.boolean(),
  /** Earlier imports of which nothing is left. */
  replaced: z.number(),
  /** What the export bills beside embedding models. */
  ignored: z.array(z.object({ name: z.string(), lines: z.number() })),
});

export const removeInput = z.strictObject({ id: z.string().min(1).max(200), reason });

export const compareInput = z.strictObject({ from: instant.optional(), to: instant.optional() });

const figures = z.object({
  requests: z.number().nullable(),
  tokens: z.number().nullable(),
  nanoUsd: nanoUsd.nullable(),
  usd: usd.nullable(),
});

const uncertain = z.object({ attempts: z.number(), tokens: z.number(), nanoUsd, usd });

export const comparedDay = z.object({
  /** Such as 2026-03-01, UTC. */
  day: z.string(),
  model: z.string(),
  /** Null where no import says. */
  bill: figures,
  ledger: figures,
  /** Bill minus ledger. */
  difference: figures,
  uncertain,
  verdict: z.enum(['agrees', 'explained', 'differs']),
  /** What became of the day's uncertain attempts, where the bill leaves one answer only. */
  found: z.object({ billed: z.array(z.string()), notBilled: z.array(z.string()) }).nullable(),
});

/** What keeps the two from agreeing whatever anybody resolves. */
export const billWarning = z.object({
  /** Attempts of these days, or of those to come, go to an endpoint that is not the official API. */
  code: z.enum(['OTHER_ENDPOINT', 'BASE_URL_NOT_OFFICIAL']),
  message: z.string(),
  facts: z.record(z.string(), z.unknown()),
});

export const compareOutput = z.object({
  /** Null while nothing was imported. */
  from: instant.nullable(),
  to: instant.nullable(),
  rows: z.array(comparedDay),
  totals: z.object({
    days: z.number(),
    agrees: z.number(),
    explained: z.number(),
    differs: z.number(),
    bill: figures,
    ledger: figures,
    difference: figures,
    uncertain,
  }),
  warnings: z.array(billWarning),
});
