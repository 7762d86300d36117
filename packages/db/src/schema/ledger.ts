import { check, index, integer, primaryKey, real, sql, sqliteTable, text } from '../drizzle.ts';
import { budgets } from './budgets.ts';
import { nanoUsd } from './columns.ts';

/**
 * The ledger. `seq` grows in the order of placing and `placed_at` never falls along it, so a span of time is a span of
 * `seq` and every index below serves time ranges too. Rows are never deleted.
 */
export const entries = sqliteTable(
  'entries',
  {
    seq: integer().primaryKey(),
    id: text().notNull().unique(),
    kind: text({ enum: ['attempt', 'free', 'recalled', 'deduplicated'] }).notNull(),
    state: text({ enum: ['held', 'settled', 'released', 'uncertain'] }).notNull(),
    placedAt: integer('placed_at').notNull(),
    closedAt: integer('closed_at'),
    callId: text('call_id').notNull(),
    correlationId: text('correlation_id').notNull(),
    projectId: text('project_id').notNull(),
    keyId: text('key_id'),
    mode: text().notNull(),
    provider: text().notNull(),
    model: text().notNull(),
    space: text().notNull(),
    batch: integer().notNull(),
    attempt: integer().notNull(),
    inputs: integer().notNull(),
    heldTokens: integer('held_tokens').notNull(),
    heldNanoUsd: nanoUsd('held_nano_usd').notNull(),
    settledTokens: integer('settled_tokens').notNull(),
    settledNanoUsd: nanoUsd('settled_nano_usd').notNull(),
    /** Metered beyond what was held. */
    overrunNanoUsd: nanoUsd('overrun_nano_usd').notNull(),
    wouldHaveNanoUsd: nanoUsd('would_have_nano_usd').notNull(),
    usage: text({ enum: ['provider', 'counted'] }),
    providerRequestId: text('provider_request_id'),
    durationMs: real('duration_ms'),
    errorCode: text('error_code'),
    /** The process that placed the hold; while it lives, nobody else may call the hold uncertain. */
    owner: text().notNull(),
  },
  (entry) => [
    index('entries_placed_at').on(entry.placedAt),
    index('entries_project').on(entry.projectId),
    index('entries_correlation').on(entry.correlationId),
    // Nearly every entry is settled; the others are few and asked for often.
    index('entries_unsettled').on(entry.state).where(sql`state <> 'settled'`),
  ],
);

/**
 * The budget windows that a hold counts in, fixed when it is placed. Like the other tables that are read by a compound
 * key, it is WITHOUT ROWID, which the migration says by hand because drizzle cannot.
 */
export const entryBudgets = sqliteTable(
  'entry_budgets',
  {
    entrySeq: integer('entry_seq')
      .notNull()
      .references(() => entries.seq),
    budgetId: text('budget_id')
      .notNull()
      .references(() => budgets.id),
    windowStart: integer('window_start').notNull(),
  },
  (pin) => [primaryKey({ columns: [pin.entrySeq, pin.budgetId] })],
);

/** One row: the latest instant the ledger has seen. It never goes back, whatever the clock does. */
export const ledgerClock = sqliteTable(
  'ledger_clock',
  { id: integer().primaryKey(), highWater: integer('high_water').notNull() },
  (clock) => [check('ledger_clock_single', sql`${clock.id} = 1`)],
);

/**
 * Sums by quarter hour, hour and day (UTC) of `placed_at`, kept in the transactions that change the entries. Quarters let
 * every time zone's day add up and tell providers and models apart; in the longer spans, which let a year be read in
 * milliseconds, these two are empty.
 */
export const spendRollups = sqliteTable(
  'spend_rollups',
  {
    /** Length in ms: 900000, 3600000 or 86400000. */
    span: integer().notNull(),
    /** First ms. */
    start: integer().notNull(),
    projectId: text('project_id').notNull(),
    provider: text().notNull(),
    model: text().notNull(),
    kind: text({ enum: ['attempt', 'free', 'recalled', 'deduplicated'] }).notNull(),
    requests: integer().notNull(),
    failedAttempts: integer('failed_attempts').notNull(),
    inputs: integer().notNull(),
    tokens: integer().notNull(),
    nanoUsd: nanoUsd('nano_usd').notNull(),
    wouldHaveNanoUsd: nanoUsd('would_have_nano_usd').notNull(),
    overrunNanoUsd: nanoUsd('overrun_nano_usd').notNull(),
  },
  (rollup) => [
    primaryKey({
      columns: [rollup.span, rollup.start, rollup.projectId, rollup.provider, rollup.model, rollup.kind],
    }),
  ],
);
