import { integer, primaryKey, sqliteTable, text } from '../drizzle.ts';
import { nanoUsd } from './columns.ts';

/** Prices that administrators added. A price holds from its instant on; rows are never changed. */
export const prices = sqliteTable(
  'prices',
  {
    model: text().notNull(),
    from: integer('from_at').notNull(),
    nanoUsdPerToken: nanoUsd('nano_usd_per_token').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (price) => [primaryKey({ columns: [price.model, price.from] })],
);
