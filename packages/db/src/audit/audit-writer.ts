import { drizzle } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import type { AuditLine, AuditStamp } from '../ports/index.ts';
import { auditLines } from '../schema/index.ts';

/** Writes a line within the transaction of the change it is about. */
export class AuditWriter {
  readonly #db;

  constructor(connection: Connection) {
    this.#db = drizzle({ client: connection });
  }

  write(stamp: AuditStamp, change: Pick<AuditLine, 'action' | 'target' | 'from' | 'to'>): void {
    const { at, actor, reason, correlationId } = stamp;
    this.#db
      .insert(auditLines)
      .values({ at, actor, reason, correlationId, ...change })
      .run();
  }
}
