import { index, integer, sql, sqliteTable, text } from '../drizzle.ts';

/** What was raised. `once` keeps an alert from being raised twice for one window. */
export const alerts = sqliteTable('alerts', {
  id: integer().primaryKey({ autoIncrement: true }),
  once: text().notNull().unique(),
  at: integer().notNull(),
  kind: text({ enum: ['threshold', 'forecast', 'overrun', 'uncertain', 'ledger_gap'] }).notNull(),
  severity: text({ enum: ['info', 'warning', 'critical'] }).notNull(),
  budgetId: text('budget_id'),
  scope: text(),
  windowStart: integer('window_start'),
  threshold: integer(),
  message: text().notNull(),
  acknowledgedAt: integer('acknowledged_at'),
});

/** Removed webhooks stay, because deliveries name them. */
export const webhooks = sqliteTable('webhooks', {
  id: text().primaryKey(),
  name: text().notNull(),
  url: text().notNull(),
  format: text({ enum: ['json', 'slack'] }).notNull(),
  secretCiphertext: text('secret_ciphertext'),
  createdAt: integer('created_at').notNull(),
  removedAt: integer('removed_at'),
});

/** One alert to one webhook, tried until it is taken or given up. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id),
    alertId: integer('alert_id')
      .notNull()
      .references(() => alerts.id),
    state: text({ enum: ['waiting', 'delivered', 'given_up'] }).notNull(),
    attempts: integer().notNull(),
    nextAt: integer('next_at'),
    lastStatus: integer('last_status'),
    lastError: text('last_error'),
    deliveredAt: integer('delivered_at'),
  },
  (delivery) => [index('deliveries_waiting').on(delivery.nextAt).where(sql`state = 'waiting'`)],
);
