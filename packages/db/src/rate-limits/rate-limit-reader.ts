import { asc, drizzle, eq, sql } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import type { StoredRateLimit } from '../ports/index.ts';
import { rateLimits } from '../schema/index.ts';

export class RateLimitReader {
  readonly #list;
  readonly #inScopes;
  readonly #byId;

  constructor(connection: Connection) {
    const db = drizzle({ client: connection });
    this.#list = db
      .select()
      .from(rateLimits)
      .orderBy(asc(rateLimits.scope), asc(rateLimits.metric), asc(rateLimits.period))
      .prepare();
    // Bare, as the ledger's statements are: every call asks, and mostly there is none.
    this.#inScopes = connection.prepare<[string], StoredRateLimit>(`
      SELECT id, scope, metric, period, limit_count AS "limit", created_at AS createdAt
      FROM rate_limits WHERE scope IN (SELECT value FROM json_each(?))`);
    this.#byId = db
      .select()
      .from(rateLimits)
      .where(eq(rateLimits.id, sql.placeholder('id')))
      .prepare();
  }

  /** By scope, metric and period. */
  list(): StoredRateLimit[] {
    return this.#list.all();
  }

  inScopes(scopes: readonly string[]): StoredRateLimit[] {
    return this.#inScopes.all(JSON.stringify(scopes));
  }

  byId(id: string): StoredRateLimit | undefined {
    return this.#byId.get({ id });
  }
}
