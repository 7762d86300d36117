import { z } from 'zod';
import { instant, nanoUsd, usd } from './amounts.ts';
import { reason } from './providers.ts';

export const kind = z.enum(['threshold', 'forecast', 'overrun', 'uncertain', 'gap', 'webhook']);
export const severity = z.enum(['info', 'warning', 'critical']);

export const alert = z.object({
  id: z.string(),
  kind,
  severity,
  /** A budget's id, a gap's id, a webhook's id, or `ledger`. */
  subject: z.string(),
  at: instant,
  title: z.string(),
  message: z.string(),
  /** As webhooks get them; see docs/alerts.md. */
  facts: z.record(z.string(), z.unknown()),
  /** Where the dashboard shows more, such as `/budgets#budget-bud_1`. */
  page: z.string(),
  acknowledgedAt: instant.nullable(),
  acknowledgedBy: z.string().nullable(),
});

export const listInput = z.strictObject({
  limit: z.number().int().min(1).max(200).default(50),
  before: z.number().int().optional(),
  /** `open`: nobody has acknowledged it. */
  state: z.enum(['open', 'acknowledged']).optional(),
  kind: kind.optional(),
  severity: severity.optional(),
});

export const listOutput = z.object({ items: z.array(alert), next: z.number().nullable() });

/** How many alerts nobody has acknowledged. */
export const openOutput = z.object({
  total: z.number(),
  info: z.number(),
  warning: z.number(),
  critical: z.number(),
});

export const acknowledgeInput = z
  .strictObject({
    ids: z.array(z.string().min(1).max(200)).min(1).max(500).optional(),
    all: z.literal(true).optional(),
    reason,
  })
  .refine(({ ids, all }) => (ids === undefined) !== (all === undefined), 'give either ids or all');

export const acknowledgeOutput = z.object({ acknowledged: z.number() });

/** A whole percent of a limit. */
const percent = z.number().int().min(1).max(1000);

export const settings = z.object({
  thresholds: z.array(percent),
  forecast: z.boolean(),
  uncertainNanoUsd: nanoUsd.nullable(),
  uncertain: usd.nullable(),
  uncertainPercent: percent.nullable(),
  dashboardUrl: z.string().nullable(),
});

/** What is left out stays as it is. */
export const setSettingsInput = z.strictObject({
  thresholds: z.array(percent).max(20).optional(),
  forecast: z.boolean().optional(),
  /** Dollars as a decimal string; null: never. */
  uncertainUsd: z.string().nullable().optional(),
  uncertainPercent: percent.nullable().optional(),
  dashboardUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .optional(),
  reason,
});
