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

/** A sum; most rows have few kinds of entries. */
const count = (column: string) => integer(column).notNull().default(0);
const amount = (column: string) => nanoUsd(column).notNull().default(sql`0`);

/**
 * Sums of entries by the span of time they were placed in, kept in the transactions that change the entries. Every figure
 * that is shown is read from here. A scope is `all`, `project:<id>`, `key:<id>`, `tag:<tag>` or `key+tag:<id>,<tag>` (the
 * id is empty where a call had no key); each has spans of its own, `SPANS_OF`. Scopes overlap, so they are never added up
 * with each other but for those of one kind that have no entry in common. WITHOUT ROWID.
 */
export const spendSums = sqliteTable(
  'spend_sums',
  {
    scope: text().notNull(),
    /** Length in ms: 900000, 86400000 or 2419200000. */
    span: integer().notNull(),
    /** First ms, of UTC. */
    start: integer().notNull(),
    /** Empty where the scope is not of one project. */
    projectId: text('project_id').notNull(),
    provider: text().notNull(),
    model: text().notNull(),
    requests: count('requests'),
    failedAttempts: count('failed_attempts'),
    /** Of attempts and adjustments. */
    settledNanoUsd: amount('settled_nano_usd'),
    overrunNanoUsd: amount('overrun_nano_usd'),
    settledTokens: count('settled_tokens'),
    paidInputs: count('paid_inputs'),
    /** `…_nano_usd` of the kinds that cost nothing is what they would have cost. */
    freeInputs: count('free_inputs'),
    freeTokens: count('free_tokens'),
    freeNanoUsd: amount('free_nano_usd'),
    recalledInputs: count('recalled_inputs'),
    recalledTokens: count('recalled_tokens'),
    recalledNanoUsd: amount('recalled_nano_usd'),
    coalescedInputs: count('coalesced_inputs'),
    coalescedTokens: count('coalesced_tokens'),
    coalescedNanoUsd: amount('coalesced_nano_usd'),
    deduplicatedInputs: count('deduplicated_inputs'),
    deduplicatedTokens: count('deduplicated_tokens'),
    deduplicatedNanoUsd: amount('deduplicated_nano_usd'),
    truncatedInputs: count('truncated_inputs'),
    truncatedTokens: count('truncated_tokens'),
    truncatedNanoUsd: amount('truncated_nano_usd'),
  },
  (sum) => [
    primaryKey({ columns: [sum.scope, sum.span, sum.start, sum.projectId, sum.provider, sum.model] }),
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
