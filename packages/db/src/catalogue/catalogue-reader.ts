import { asc, drizzle, eq, sql } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import type { StoredModel, StoredPrice } from '../ports/index.ts';
import { customModels, prices } from '../schema/index.ts';

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
    this.#live = db
      .select()
      .from(prices)
      .where(sql`${prices.model} = ${sql.placeholder('model')} AND removed_at IS NULL`)
      .orderBy(asc(prices.fromAt))
      .prepare();
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
    return this.#live.all({ model });
  }

  prices(): StoredPrice[] {
    return this.#prices.all();
  }

  price(id: string): StoredPrice | undefined {
    return this.#price.get({ id });
  }
}
