import { check, integer, sql, sqliteTable, text } from '../drizzle.ts';

/** One row: the toggle. */
export const routing = sqliteTable(
  'routing',
  { id: integer().primaryKey(), mode: text({ enum: ['mock', 'real', 'hybrid'] }).notNull() },
  (row) => [check('routing_single', sql`${row.id} = 1`)],
);

export const providerSettings = sqliteTable('provider_settings', {
  id: text().primaryKey(),
  baseUrl: text('base_url'),
  secretCiphertext: text('secret_ciphertext'),
  secretLast4: text('secret_last4'),
  updatedAt: integer('updated_at').notNull(),
});

export const namedValues = sqliteTable('named_values', {
  name: text().primaryKey(),
  value: text().notNull(),
});

/** One row: counted up by triggers with every change to what calls look up, by whichever process. See its migration. */
export const configurationRevision = sqliteTable(
  'configuration_revision',
  { id: integer().primaryKey(), revision: integer().notNull() },
  (row) => [check('configuration_revision_single', sql`${row.id} = 1`)],
);
