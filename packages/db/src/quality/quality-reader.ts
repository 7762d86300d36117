import { and, desc, drizzle, eq, gte, lt, sql } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import { floorTo, QUARTER_MS } from '../ledger/spans.ts';
import { pageOf, rowsFor } from '../paging/page.ts';
import type { Page, QualityFailureLine, QualityReader, QualitySummary } from '../ports/index.ts';
import { qualityCodes, qualityFailures, qualityRollups } from '../schema/index.ts';

type Filter = Parameters<QualityReader['summary']>[0];

export class QualityReports {
  readonly #db;

  constructor(connection: Connection) {
    this.#db = drizzle({ client: connection });
  }

  /** Counted by quarter hour: the quarter that holds `from` counts as a whole, and so does the last before `to`. */
  summary(filter: Filter): QualitySummary {
    const sum = (column: unknown) => sql<number>`coalesce(sum(${column}), 0)`;
    const row = this.#db
      .select({
        inspected: sum(qualityRollups.inspected),
        passed: sum(qualityRollups.passed),
        warned: sum(qualityRollups.warned),
        failed: sum(qualityRollups.failed),
        nanoseconds: sum(qualityRollups.inspectNanoseconds),
      })
      .from(qualityRollups)
      .where(within(qualityRollups, filter))
      .get();
    const { nanoseconds = 0, inspected = 0, passed = 0, warned = 0, failed = 0 } = row ?? {};
    const inspectMicrosPerVector = inspected === 0 ? null : nanoseconds / 1000 / inspected;
    return { inspected, passed, warned, failed, inspectMicrosPerVector, byCode: this.#byCode(filter) };
  }

  /** Newest first. */
  failures({ limit, before, code }: Parameters<QualityReader['failures']>[0]): Page<QualityFailureLine> {
    const rows = this.#db
      .select()
      .from(qualityFailures)
      .where(
        and(
          before === undefined ? undefined : lt(qualityFailures.id, before),
          code === undefined ? undefined : eq(qualityFailures.code, code),
        ),
      )
      .orderBy(desc(qualityFailures.id))
      .limit(rowsFor(limit))
      .all();
    return pageOf(
      rows.map(({ inputIndex, ...line }) => ({ ...line, index: inputIndex })),
      limit,
    );
  }

  #byCode(filter: Filter): QualitySummary['byCode'] {
    const { code, severity } = qualityCodes;
    const count = sql<number>`sum(${qualityCodes.count})`;
    return this.#db
      .select({ code, severity, count })
      .from(qualityCodes)
      .where(within(qualityCodes, filter))
      .groupBy(code, severity)
      .orderBy(desc(count), code)
      .all();
  }
}

function within(table: typeof qualityRollups | typeof qualityCodes, filter: Filter) {
  return and(
    gte(table.quarter, floorTo(QUARTER_MS, filter.from)),
    lt(table.quarter, filter.to),
    filter.projectId === undefined ? undefined : eq(table.projectId, filter.projectId),
  );
}
