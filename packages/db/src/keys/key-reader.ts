import { asc, drizzle, eq, getTableColumns, sql } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import type { AccessKey } from '../ports/index.ts';
import { accessKeys } from '../schema/index.ts';

const { sha256, ...shown } = getTableColumns(accessKeys);

export class KeyReader {
  readonly #db;
  readonly #byHash;

  constructor(connection: Connection) {
    this.#db = drizzle({ client: connection });
    this.#byHash = this.#db
      .select(shown)
      .from(accessKeys)
      .where(eq(sha256, sql.placeholder('sha256')))
      .prepare();
  }

  /** Revoked ones too. */
  list(projectId?: string): AccessKey[] {
    return this.#db
      .select(shown)
      .from(accessKeys)
      .where(projectId === undefined ? undefined : eq(accessKeys.projectId, projectId))
      .orderBy(asc(accessKeys.createdAt), asc(accessKeys.id))
      .all();
  }

  /** A revoked key is answered as well, so that the caller can say that it is revoked. */
  findByHash(hash: string): AccessKey | undefined {
    return this.#byHash.get({ sha256: hash });
  }
}
