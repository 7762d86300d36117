import { check, integer, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts';

/** Limits of our own on requests and tokens; what is used of them is counted in the gateway's memory. */
export const rateLimits = sqliteTable(
  'rate_limits',
  {
    id: text().primaryKey(),
    scope: text().notNull(),
    metric: text({ enum: ['requests', 'tokens'] }).notNull(),
    period: text({ enum: ['minute', 'hour'] }).notNull(),
    limit: integer('limit_count').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (limit) => [
    uniqueIndex('rate_limits_one').on(limit.scope, limit.metric, limit.period),
    check('rate_limits_limit', sql`${limit.limit} > 0`),
  ],
);
