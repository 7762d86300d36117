import { asc, drizzle, eq, sql } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import type { StoredModel, StoredPrice } from '../ports/index.ts';
import { customModels } from '../schema/index.ts';

interface PriceRow {
  id: string;
  model: string;
  from_at: bigint;
  nano_usd_per_token: bigint;
  created_at: bigint;
  removed_at: bigint | null;
}

const PRICES = 'SELECT id, model, from_at, nano_usd_per_token, created_at, removed_at FROM prices';

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
      .prepare<[string], PriceRow>(`${PRICES} WHERE model = ? AND removed_at IS NULL ORDER BY from_at`)
      .safeIntegers();
    // Older versions took prices that no double holds.
    this.#prices = connection
      .prepare<[], PriceRow>(`${PRICES} ORDER BY model, from_at, created_at`)
      .safeIntegers();
    this.#price = connection.prepare<[string], PriceRow>(`${PRICES} WHERE id = ?`).safeIntegers();
  }

  model(id: string): StoredModel | undefined {
    return this.#model.get({ id });
  }

  models(): StoredModel[] {
    return this.#models.all();
  }

  pricesOf(model: string): StoredPrice[] {
    return this.#live.all(model).map(priceOf);
  }

  prices(): StoredPrice[] {
    return this.#prices.all().map(priceOf);
  }

  price(id: string): StoredPrice | undefined {
    const row = this.#price.get(id);
    return row && priceOf(row);
  }
}

function priceOf(row: PriceRow): StoredPrice {
  return {
    id: row.id,
    model: row.model,
    fromAt: Number(row.from_at),
    nanoUsdPerToken: row.nano_usd_per_token,
    createdAt: Number(row.created_at),
    removedAt: row.removed_at === null ? null : Number(row.removed_at),
  };
}
