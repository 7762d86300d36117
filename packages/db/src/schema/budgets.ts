import { check, integer, primaryKey, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts';
import { nanoUsd } from './columns.ts';

/** Removed budgets stay, because entries are pinned to their windows. */
export const budgets = sqliteTable(
  'budgets',
  {
    id: text().primaryKey(),
    scope: text().notNull(),
    window: text({ enum: ['hour', 'day', 'week', 'month', 'total'] }).notNull(),
    timeZone: text('time_zone').notNull(),
    resetTime: text('reset_time').notNull(),
    limitNanoUsd: nanoUsd('limit_nano_usd').notNull(),
    createdAt: integer('created_at').notNull(),
    removedAt: integer('removed_at'),
  },
  (budget) => [
    uniqueIndex('budgets_live').on(budget.scope, budget.window).where(sql`removed_at IS NULL`),
    check('budgets_limit', sql`${budget.limitNanoUsd} > 0 AND typeof(${budget.limitNanoUsd}) = 'integer'`),
  ],
);

/** What counts against a budget in one of its windows. The checks keep an overflow from ever becoming a float. */
export const budgetWindows = sqliteTable(
  'budget_windows',
  {
    budgetId: text('budget_id')
      .notNull()
      .references(() => budgets.id),
    windowStart: integer('window_start').notNull(),
    settledNanoUsd: nanoUsd('settled_nano_usd').notNull(),
    heldNanoUsd: nanoUsd('held_nano_usd').notNull(),
    uncertainNanoUsd: nanoUsd('uncertain_nano_usd').notNull(),
    /**
     * The part of what is settled that no pinned entry stands for: spend from before the budget was made, and of entries
     * whose details were deleted. So the counters can always be checked against the entries.
     */
    unpinnedNanoUsd: nanoUsd('unpinned_nano_usd').notNull().default(sql`0`),
  },
  (window) => [
    primaryKey({ columns: [window.budgetId, window.windowStart] }),
    check(
      'budget_windows_settled',
      sql`${window.settledNanoUsd} >= 0 AND typeof(${window.settledNanoUsd}) = 'integer'`,
    ),
    check(
      'budget_windows_held',
      sql`${window.heldNanoUsd} >= 0 AND typeof(${window.heldNanoUsd}) = 'integer'`,
    ),
    check(
      'budget_windows_uncertain',
      sql`${window.uncertainNanoUsd} >= 0 AND typeof(${window.uncertainNanoUsd}) = 'integer'`,
    ),
  ],
);
