import { and, desc, drizzle, eq, lt } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import { pageOf, rowsFor } from '../paging/page.ts';
import type { AuditLine, AuditStore, Page } from '../ports/index.ts';
import { auditLines } from '../schema/index.ts';

export class AuditReader {
  readonly #db;

  constructor(connection: Connection) {
    this.#db = drizzle({ client: connection });
  }

  /** Newest first. */
  list({ limit, before, action }: Parameters<AuditStore['list']>[0]): Page<AuditLine> {
    const rows = this.#db
      .select()
      .from(auditLines)
      .where(
        and(
          before === undefined ? undefined : lt(auditLines.id, before),
          action === undefined ? undefined : eq(auditLines.action, action),
        ),
      )
      .orderBy(desc(auditLines.id))
      .limit(rowsFor(limit))
      .all();
    return pageOf(rows, limit);
  }
}
