import { drizzle, eq, sql } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import { sessions } from '../schema/index.ts';

export class SessionReader {
  readonly #find;

  constructor(connection: Connection) {
    const { createdAt, expiresAt, tokenHash } = sessions;
    this.#find = drizzle({ client: connection })
      .select({ createdAt, expiresAt })
      .from(sessions)
      .where(eq(tokenHash, sql.placeholder('tokenHash')))
      .prepare();
  }

  /** Expired ones too: the caller has the clock. */
  find(tokenHash: string): { createdAt: number; expiresAt: number } | undefined {
    return this.#find.get({ tokenHash });
  }
}
