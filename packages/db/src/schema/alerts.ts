import { index, integer, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts';
import { nanoUsd } from './columns.ts';

/** What was told, once for each subject, window, limit and threshold. */
export const alerts = sqliteTable(
  'alerts',
  {
    id: text().primaryKey(),
    kind: text({ enum: ['threshold', 'forecast', 'overrun', 'uncertain', 'gap', 'webhook'] }).notNull(),
    severity: text({ enum: ['info', 'warning', 'critical'] }).notNull(),
    /** A budget's id, a gap's id, a webhook's id, or `ledger`. */
    subject: text().notNull(),
    /** First ms of the window it is about; 0 where there is none. */
    windowStart: integer('window_start').notNull(),
    /** Percent of the limit; 0 where there is none. */
    threshold: integer().notNull(),
    /** The limit at the time: another limit is another question. 0 where there is none. */
    limitNanoUsd: nanoUsd('limit_nano_usd').notNull().default(sql`0`),
    at: integer().notNull(),
    title: text().notNull(),
    message: text().notNull(),
    /** JSON; amounts are decimal strings of nano-USD. */
    facts: text().notNull(),
    acknowledgedAt: integer('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
  },
  (alert) => [
    uniqueIndex('alerts_once').on(
      alert.kind,
      alert.subject,
      alert.windowStart,
      alert.limitNanoUsd,
      alert.threshold,
    ),
    index('alerts_at').on(alert.at),
    index('alerts_open').on(alert.severity).where(sql`acknowledged_at IS NULL`),
  ],
);

/** Where alerts are sent. Removed ones stay, because deliveries name them. */
export const webhooks = sqliteTable(
  'webhooks',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** As it is shown; the whole one may itself be a credential, as Slack's are. */
    url: text().notNull(),
    urlCiphertext: text('url_ciphertext').notNull().default(''),
    format: text({ enum: ['generic', 'slack'] }).notNull(),
    minSeverity: text('min_severity', { enum: ['info', 'warning', 'critical'] }).notNull(),
    secretCiphertext: text('secret_ciphertext').notNull(),
    secretLast4: text('secret_last4').notNull(),
    enabled: integer({ mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
    removedAt: integer('removed_at'),
  },
  (webhook) => [uniqueIndex('webhooks_live').on(webhook.name).where(sql`removed_at IS NULL`)],
);

/** One alert on its way to one webhook. */
export const webhookDeliveries = sqliteTable(
  'webhook_deliveries',
  {
    id: text().primaryKey(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id),
    /** Null for a test. */
    alertId: text('alert_id').references(() => alerts.id),
    state: text({ enum: ['pending', 'delivered', 'failed'] }).notNull(),
    attempts: integer().notNull(),
    createdAt: integer('created_at').notNull(),
    /** When it is tried next; null when it is over. */
    nextAt: integer('next_at'),
    finishedAt: integer('finished_at'),
    lastStatus: integer('last_status'),
    lastError: text('last_error'),
  },
  (delivery) => [
    index('webhook_deliveries_due').on(delivery.nextAt).where(sql`next_at IS NOT NULL`),
    index('webhook_deliveries_created').on(delivery.createdAt),
  ],
);
