import { NotFoundError } from '@weighbridge/embeddings/domain';
import { AuditWriter } from '../audit/audit-writer.ts';
import { drizzle, eq } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import type { AuditStamp, StoredRateLimit } from '../ports/index.ts';
import { rateLimits } from '../schema/index.ts';
import { RateLimitReader } from './rate-limit-reader.ts';

export class RateLimitWriter {
  readonly #db;
  readonly #stored: RateLimitReader;
  readonly #audit: AuditWriter;

  constructor(connection: Connection) {
    this.#db = drizzle({ client: connection });
    this.#stored = new RateLimitReader(connection);
    this.#audit = new AuditWriter(connection);
  }

  /** One of the same scope, metric and period keeps its id. The same limit again writes nothing. */
  set(asked: StoredRateLimit, stamp: AuditStamp): StoredRateLimit {
    const before = this.#stored
      .inScopes([asked.scope])
      .find(({ metric, period }) => metric === asked.metric && period === asked.period);
    if (before?.limit === asked.limit) return before;
    const after = before ? { ...before, limit: asked.limit } : asked;
    this.#db
      .insert(rateLimits)
      .values(after)
      .onConflictDoUpdate({ target: rateLimits.id, set: { limit: after.limit } })
      .run();
    this.#audit.write(stamp, {
      action: 'rate_limit.set',
      target: after.id,
      from: before ? describe(before) : null,
      to: describe(after),
    });
    return after;
  }

  /** @throws NotFoundError */
  remove(id: string, stamp: AuditStamp): void {
    const before = this.#stored.byId(id);
    if (!before) throw new NotFoundError('rate limit', id, 'List the rate limits to see their ids.');
    this.#db.delete(rateLimits).where(eq(rateLimits.id, id)).run();
    this.#audit.write(stamp, { action: 'rate_limit.remove', target: id, from: describe(before), to: null });
  }
}

function describe({ scope, limit, metric, period }: StoredRateLimit): string {
  return `${scope}: ${limit.toLocaleString('en-US')} ${metric} in any ${period}`;
}
