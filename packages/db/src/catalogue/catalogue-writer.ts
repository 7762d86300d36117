import { formatUsdExactly, type NanoUsd, NotFoundError } from '@weighbridge/embeddings/domain';
import { AuditWriter } from '../audit/audit-writer.ts';
import { drizzle, eq } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import { assertAmount } from '../ledger/amounts.ts';
import type { AuditStamp, StoredModel, StoredPrice } from '../ports/index.ts';
import { customModels, prices } from '../schema/index.ts';
import { CatalogueReader } from './catalogue-reader.ts';

/** Models and prices, each change with its audit line. */
export class CatalogueWriter {
  readonly #db;
  readonly #stored: CatalogueReader;
  readonly #audit: AuditWriter;

  constructor(connection: Connection) {
    this.#db = drizzle({ client: connection });
    this.#stored = new CatalogueReader(connection);
    this.#audit = new AuditWriter(connection);
  }

  /** Takes the place of a live price of the same beginning; the same price again writes nothing. */
  setPrice(price: StoredPrice, stamp: AuditStamp): StoredPrice {
    assertAmount('A price', price.nanoUsdPerToken);
    const live = this.#stored.pricesOf(price.model);
    const same = live.find(({ fromAt }) => fromAt === price.fromAt);
    if (same?.nanoUsdPerToken === price.nanoUsdPerToken) return same;
    if (same) this.#retire(same.id, stamp.at);
    this.#db.insert(prices).values(price).run();
    const before = same ?? live.findLast(({ fromAt }) => fromAt <= price.fromAt);
    this.#audit.write(stamp, {
      action: 'price.set',
      target: price.model,
      from: before ? describePrice(before) : null,
      to: describePrice(price),
    });
    return price;
  }

  /** @throws NotFoundError */
  removePrice(id: string, stamp: AuditStamp): void {
    const before = this.#stored.price(id);
    if (!before || before.removedAt !== null) {
      throw new NotFoundError('price', id, 'List the prices to see the ids of those that can be removed.');
    }
    this.#retire(id, stamp.at);
    this.#audit.write(stamp, {
      action: 'price.remove',
      target: before.model,
      from: describePrice(before),
      to: null,
    });
  }

  /** The same definition again writes nothing. */
  defineModel(model: StoredModel, price: StoredPrice | undefined, stamp: AuditStamp): StoredModel {
    const before = this.#stored.model(model.id);
    const after = before ? { ...model, createdAt: before.createdAt } : model;
    if (!before || describeModel(before) !== describeModel(after)) {
      this.#db
        .insert(customModels)
        .values(after)
        .onConflictDoUpdate({ target: customModels.id, set: after })
        .run();
      this.#audit.write(stamp, {
        action: 'model.define',
        target: model.id,
        from: before ? describeModel(before) : null,
        to: describeModel(after),
      });
    }
    if (price) this.setPrice(price, stamp);
    return after;
  }

  /** @throws NotFoundError */
  removeModel(id: string, stamp: AuditStamp): void {
    const before = this.#stored.model(id);
    if (!before) {
      throw new NotFoundError('model', id, 'Only models that were defined here can be removed; list them.');
    }
    for (const price of this.#stored.pricesOf(id)) this.#retire(price.id, stamp.at);
    this.#db.delete(customModels).where(eq(customModels.id, id)).run();
    this.#audit.write(stamp, { action: 'model.remove', target: id, from: describeModel(before), to: null });
  }

  #retire(id: string, at: number): void {
    this.#db.update(prices).set({ removedAt: at }).where(eq(prices.id, id)).run();
  }
}

function describePrice({ nanoUsdPerToken, fromAt }: StoredPrice): string {
  return `${dollarsPerMillion(nanoUsdPerToken)} from ${new Date(fromAt).toISOString()}`;
}

function dollarsPerMillion(nanoUsdPerToken: NanoUsd): string {
  return nanoUsdPerToken === 0n
    ? 'free'
    : `${formatUsdExactly(nanoUsdPerToken * 1_000_000n)} a million tokens`;
}

function describeModel(model: StoredModel): string {
  const { dimensions, shortenable, unitNorm, tokenizer, maxInputs, maxTokensPerInput, maxTokensPerRequest } =
    model;
  return [
    `${dimensions} dimensions${shortenable ? ', shortenable' : ''}${unitNorm ? '' : ', any length'}`,
    `tokenizer ${tokenizer}`,
    `${maxInputs} inputs and ${maxTokensPerRequest} tokens a request, ${maxTokensPerInput} tokens an input`,
  ].join('; ');
}
