import { asc, drizzle, eq, sql } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import type { StoredModel, StoredPrice } from '../ports/index.ts';
import { customModels, prices } from '../schema/index.ts';

interface PriceRow {
  id: string;
  model: string;
  from_at: bigint;
  nano_usd_per_token: bigint;
  created_at: bigint;
}

/** Prepared look-ups of a few microseconds, so that each call can read the prices in force. */
export class CatalogueReader {
  readonly #model;
  readonly #models;
  readonly #live;
  readonly #prices;
  readonly #price;

  constructor(connection: Connection) {
    const db = drizzle({ client: connection });
    this.#model = db
      .select()
      .from(customModels)
      .where(eq(customModels.id, sql.placeholder('id')))
      .prepare();
    this.#models = db.select().from(customModels).orderBy(asc(customModels.id)).prepare();
    // Bare, as the ledger's statements are: each call asks several times, and mostly there is nothing.
    this.#live = connection
      .prepare<[string], PriceRow>(
        `SELECT id, model, from_at, nano_usd_per_token, created_at FROM prices
         WHERE model = ? AND removed_at IS NULL ORDER BY from_at`,
      )
      .safeIntegers();
    this.#prices = db
      .select()
      .from(prices)
      .orderBy(asc(prices.model), asc(prices.fromAt), asc(prices.createdAt))
      .prepare();
    this.#price = db
      .select()
      .from(prices)
      .where(eq(prices.id, sql.placeholder('id')))
      .prepare();
  }

  model(id: string): StoredModel | undefined {
    return this.#model.get({ id });
  }

  models(): StoredModel[] {
    return this.#models.all();
  }

  pricesOf(model: string): StoredPrice[] {
    return this.#live.all(model).map((row) => ({
      id: row.id,
      model: row.model,
      fromAt: Number(row.from_at),
      nanoUsdPerToken: row.nano_usd_per_token,
      createdAt: Number(row.created_at),
      removedAt: null,
    }));
  }

  prices(): StoredPrice[] {
    return this.#prices.all();
  }

  price(id: string): StoredPrice | undefined {
    return this.#price.get({ id });
  }
}
