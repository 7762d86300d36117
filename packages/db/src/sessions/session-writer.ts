import { drizzle, eq, lte } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import { sessions } from '../schema/index.ts';

export class SessionWriter {
  readonly #db;

  constructor(connection: Connection) {
    this.#db = drizzle({ client: connection });
  }

  create(session: { tokenHash: string; createdAt: number; expiresAt: number }): void {
    this.#db.insert(sessions).values(session).run();
  }

  remove(tokenHash: string): void {
    this.#db.delete(sessions).where(eq(sessions.tokenHash, tokenHash)).run();
  }

  /** Answers how many had expired at `at`. */
  removeExpired(at: number): number {
    return this.#db.delete(sessions).where(lte(sessions.expiresAt, at)).run().changes;
  }
}
