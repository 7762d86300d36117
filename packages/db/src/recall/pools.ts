import type { RecallScope } from '@weighbridge/embeddings/domain';
import type { Connection } from '../files/connection.ts';
import type { PoolUse } from '../ports/index.ts';
import { Eviction } from './eviction.ts';

/** Kept vectors by whose they are. */
export class Pools {
  readonly #connection: Connection;
  readonly #eviction: Eviction;
  readonly #uses;
  readonly #some;

  constructor(connection: Connection, maxBytes: Record<RecallScope['partition'], number>) {
    this.#connection = connection;
    this.#eviction = new Eviction(connection, maxBytes);
    this.#uses = connection.prepare<[], PoolUse>(`
      SELECT pool, space, scopes.partition AS partition, count(*) AS entries, sum(bytes) AS bytes
      FROM items JOIN scopes ON scopes.id = scope GROUP BY scope ORDER BY pool, space`);
    this.#some = connection.prepare<
      [string, number],
      { scope: number; key: Buffer; partition: RecallScope['partition']; bytes: number }
    >(`
      SELECT scope, key, items.partition AS partition, bytes
      FROM scopes JOIN items ON items.scope = scopes.id WHERE pool = ? LIMIT ?`);
  }

  uses(): PoolUse[] {
    return this.#uses.all();
  }

  /** Forgets at most `limit` vectors; 0 entries say that none is left. */
  purgeSome(pool: string, limit: number): { entries: number; bytes: number } {
    return this.#connection
      .transaction(() => {
        const some = this.#some.all(pool, limit);
        for (const { scope, key, partition } of some) this.#eviction.drop(scope, partition, [key]);
        return { entries: some.length, bytes: some.reduce((sum, { bytes }) => sum + bytes, 0) };
      })
      .immediate();
  }
}
