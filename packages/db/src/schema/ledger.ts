import { ENTRY_KINDS } from '@weighbridge/embeddings/domain';
import { check, index, integer, primaryKey, real, sql, sqliteTable, text } from '../drizzle.ts';
import { budgets } from './budgets.ts';
import { nanoUsd } from './columns.ts';

/**
 * The ledger. `seq` grows in the order of placing and `placed_at` never falls along it, so a span of time is a span of
 * `seq` and every index below serves time ranges too. Only old, closed rows are ever deleted. Projects, providers, models, kinds, keys
 * and tags need no index: the sums say which hours have any.
 */
export const entries = sqliteTable(
  'entries',
  {
    seq: integer().primaryKey(),
    id: text().notNull().unique(),
    kind: text({ enum: ENTRY_KINDS }).notNull(),
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
    /** A JSON array of the call's tags; null without any. `entry_tags` finds entries by them. */
    tags: text(),
  },
  (entry) => [
    index('entries_placed_at').on(entry.placedAt),
    index('entries_correlation').on(entry.correlationId),
    index('entries_call').on(entry.callId),
    index('entries_error').on(entry.errorCode).where(sql`error_code IS NOT NULL`),
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

/** Which entries bear a tag, in the order they were placed. WITHOUT ROWID. */
export const entryTags = sqliteTable(
  'entry_tags',
  {
    tag: text().notNull(),
    entrySeq: integer('entry_seq').notNull(),
  },
  (tag) => [primaryKey({ columns: [tag.tag, tag.entrySeq] })],
);

/** One row: the latest instant the ledger has seen. It never goes back, whatever the clock does. */
export const ledgerClock = sqliteTable(
  'ledger_clock',
  { id: integer().primaryKey(), highWater: integer('high_water').notNull() },
  (clock) => [check('ledger_clock_single', sql`${clock.id} = 1`)],
);

/** What sums are kept of, by kind of entry; the same in both tables of sums. */
const sums = {
  requests: integer().notNull(),
  failedAttempts: integer('failed_attempts').notNull(),
  inputs: integer().notNull(),
  tokens: integer().notNull(),
  nanoUsd: nanoUsd('nano_usd').notNull(),
  wouldHaveNanoUsd: nanoUsd('would_have_nano_usd').notNull(),
  overrunNanoUsd: nanoUsd('overrun_nano_usd').notNull(),
};

/** What sums are kept by. Quarters let every time zone's day add up; hours, days and four weeks let years be read in milliseconds. */
const span = {
  /** Length in ms: 900000, 3600000, 86400000 or 2419200000. */
  span: integer().notNull(),
  /** First ms, of UTC. */
  start: integer().notNull(),
  projectId: text('project_id').notNull(),
  provider: text().notNull(),
  model: text().notNull(),
  kind: text({ enum: ENTRY_KINDS }).notNull(),
};

/** Sums by quarter hour, hour, day and four weeks of `placed_at`, kept in the transactions that change the entries. WITHOUT ROWID. */
export const spendRollups = sqliteTable('spend_rollups', { ...span, ...sums }, (rollup) => [
  primaryKey({
    columns: [rollup.span, rollup.start, rollup.projectId, rollup.provider, rollup.model, rollup.kind],
  }),
]);

/**
 * The same sums for each label that an entry bears: `key:<id>` and `tag:<tag>`. An entry with two tags counts under both,
 * so labels are never added up with each other. WITHOUT ROWID.
 */
export const labelRollups = sqliteTable(
  'label_rollups',
  { label: text().notNull(), ...span, ...sums },
  (rollup) => [
    primaryKey({
      columns: [
        rollup.label,
        rollup.span,
        rollup.start,
        rollup.projectId,
        rollup.provider,
        rollup.model,
        rollup.kind,
      ],
    }),
  ],
);

/**
 * A period whose spend the ledger cannot know, because an older copy of it was put in place. While a gap is open, budget
 * windows that overlap it admit nothing.
 */
export const ledgerGaps = sqliteTable('ledger_gaps', {
  id: text().primaryKey(),
  fromAt: integer('from_at').notNull(),
  toAt: integer('to_at').notNull(),
  cause: text({ enum: ['restore', 'rollback'] }).notNull(),
  foundAt: integer('found_at').notNull(),
  closedAt: integer('closed_at'),
  /** What was billed in it, by whoever closed it. */
  nanoUsd: nanoUsd('nano_usd'),
});
