import { z } from 'zod';
import { severity } from './alerts.ts';
import { instant } from './amounts.ts';
import { reason } from './providers.ts';

export const format = z.enum(['generic', 'slack']);

export const webhook = z.object({
  id: z.string(),
  name: z.string(),
  /** Without what may be a credential: a query, and nearly all of a Slack address. */
  url: z.string(),
  format,
  /** Alerts from this severity on are sent. */
  minSeverity: severity,
  secretLast4: z.string(),
  enabled: z.boolean(),
  createdAt: instant,
});

const name = z.string().trim().min(1).max(100);
const url = z.string().trim().min(1).max(2000);

export const createInput = z.strictObject({
  name,
  url,
  format: format.default('generic'),
  minSeverity: severity.default('warning'),
  reason,
});

/** The signing secret is shown this once; afterwards only its last four characters. */
export const withSecret = webhook.extend({ secret: z.string() });

export const updateInput = z.strictObject({
  id: z.string().min(1).max(200),
  name: name.optional(),
  url: url.optional(),
  format: format.optional(),
  minSeverity: severity.optional(),
  enabled: z.boolean().optional(),
  reason,
});

/** Or a webhook's name. */
const id = z.string().min(1).max(200);

export const idInput = z.strictObject({ id });

export const changeInput = z.strictObject({ id, reason });

export const delivery = z.object({
  /** The `webhook-id` of the message; the same on every try. */
  id: z.string(),
  webhook: z.string(),
  webhookName: z.string(),
  /** Null for a test. */
  alert: z.string().nullable(),
  alertTitle: z.string().nullable(),
  state: z.enum(['pending', 'delivered', 'failed']),
  attempts: z.number(),
  createdAt: instant,
  nextAt: instant.nullable(),
  finishedAt: instant.nullable(),
  /** The status of the last answer; null when none came. */
  lastStatus: z.number().nullable(),
  lastError: z.string().nullable(),
});

/** With the newest message to each; null before the first. */
export const listOutput = z.array(
  webhook.extend({
    lastDelivery: delivery
      .pick({ state: true, createdAt: true, lastStatus: true, lastError: true })
      .nullable(),
  }),
);

export const deliveriesInput = z.strictObject({
  limit: z.number().int().min(1).max(200).default(50),
  before: z.number().int().optional(),
  webhook: z.string().optional(),
  state: delivery.shape.state.optional(),
});

export const deliveriesOutput = z.object({ items: z.array(delivery), next: z.number().nullable() });

export const testOutput = z.object({
  id: z.string(),
  ok: z.boolean(),
  status: z.number().nullable(),
  error: z.string().nullable(),
});

export const redeliverOutput = z.object({ id: z.string(), state: delivery.shape.state });
