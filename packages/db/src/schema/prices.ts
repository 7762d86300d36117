import { check, integer, primaryKey, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts';
import { nanoUsd } from './columns.ts';

/** Prices that an administrator set; they go before the ones that ship. Removed ones stay, for the audit. */
export const prices = sqliteTable(
  'prices',
  {
    id: text().primaryKey(),
    model: text().notNull(),
    /** First ms at which it holds. */
    fromAt: integer('from_at').notNull(),
    /** 0 only for a model that is declared free. */
    nanoUsdPerToken: nanoUsd('nano_usd_per_token').notNull(),
    createdAt: integer('created_at').notNull(),
    removedAt: integer('removed_at'),
  },
  (price) => [
    uniqueIndex('prices_live').on(price.model, price.fromAt).where(sql`removed_at IS NULL`),
    check(
      'prices_amount',
      sql`${price.nanoUsdPerToken} >= 0 AND typeof(${price.nanoUsdPerToken}) = 'integer'`,
    ),
  ],
);

/** Models that an administrator defined beside the ones that ship. */
export const customModels = sqliteTable('custom_models', {
  id: text().primaryKey(),
  dimensions: integer().notNull(),
  shortenable: integer({ mode: 'boolean' }).notNull(),
  unitNorm: integer('unit_norm', { mode: 'boolean' }).notNull(),
  /** `unknown`: a text is held at one token a byte, which no tokenizer exceeds. */
  tokenizer: text({ enum: ['cl100k_base', 'unknown'] }).notNull(),
  maxInputs: integer('max_inputs').notNull(),
  maxTokensPerInput: integer('max_tokens_per_input').notNull(),
  maxTokensPerRequest: integer('max_tokens_per_request').notNull(),
  createdAt: integer('created_at').notNull(),
});

/** A usage or costs export of the provider that was read in, to compare the ledger with. */
export const billImports = sqliteTable('bill_imports', {
  id: text().primaryKey(),
  at: integer().notNull(),
  actor: text().notNull(),
  kind: text({ enum: ['usage', 'costs'] }).notNull(),
  fileName: text('file_name').notNull(),
  provider: text().notNull(),
  /** First ms of its first day, and first ms after its last, UTC. */
  fromAt: integer('from_at').notNull(),
  toAt: integer('to_at').notNull(),
});

/** What the provider says of one model on one UTC day; null where its export does not say. */
export const billLines = sqliteTable(
  'bill_lines',
  {
    importId: text('import_id')
      .notNull()
      .references(() => billImports.id),
    day: integer().notNull(),
    model: text().notNull(),
    requests: integer(),
    tokens: integer(),
    nanoUsd: nanoUsd('nano_usd'),
  },
  (line) => [primaryKey({ columns: [line.importId, line.day, line.model] })],
);
