import { integer, sqliteTable } from '../drizzle.ts';

/** Periods whose entries a restored ledger does not have. */
export const ledgerGaps = sqliteTable('ledger_gaps', {
  id: integer().primaryKey({ autoIncrement: true }),
  from: integer('from_at').notNull(),
  to: integer('to_at').notNull(),
  recordedAt: integer('recorded_at').notNull(),
});
