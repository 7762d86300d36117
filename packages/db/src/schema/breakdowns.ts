import { integer, primaryKey, sqliteTable, text } from '../drizzle.ts';
import { nanoUsd } from './columns.ts';

/** Sums by hour of `placed_at` for what the roll-ups do not tell apart: access keys and tags. */
export const spendBreakdowns = sqliteTable(
  'spend_breakdowns',
  {
    start: integer().notNull(),
    dimension: text({ enum: ['key', 'tag'] }).notNull(),
    value: text().notNull(),
    requests: integer().notNull(),
    inputs: integer().notNull(),
    tokens: integer().notNull(),
    nanoUsd: nanoUsd('nano_usd').notNull(),
    savedNanoUsd: nanoUsd('saved_nano_usd').notNull(),
  },
  (sum) => [primaryKey({ columns: [sum.start, sum.dimension, sum.value] })],
);
