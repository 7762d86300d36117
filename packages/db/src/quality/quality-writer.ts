import type { QualityReport } from '@weighbridge/embeddings';
import { drizzle, lte, sql } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import { floorTo, QUARTER_MS } from '../ledger/spans.ts';
import { qualityCodes, qualityFailures, qualityRollups } from '../schema/index.ts';

/** How many findings are kept line by line; the counts by quarter hour keep them all. */
export const KEPT_FAILURES = 10_000;

export class QualityWriter {
  readonly #db;

  constructor(connection: Connection) {
    this.#db = drizzle({ client: connection });
  }

  record(reports: readonly QualityReport[], now: number): void {
    for (const report of reports) {
      this.#count(report, floorTo(QUARTER_MS, now));
      this.#countCodes(report, floorTo(QUARTER_MS, now));
      this.#keep(report, now);
    }
    if (reports.some(({ failures }) => failures.length > 0)) this.#bound();
  }

  #count(report: QualityReport, quarter: number): void {
    const { projectId, inspected, passed, warned, failed } = report;
    const inspectNanoseconds = Math.round(report.inspectMicros * 1000 * inspected);
    this.#db
      .insert(qualityRollups)
      .values({ quarter, projectId, inspected, passed, warned, failed, inspectNanoseconds })
      .onConflictDoUpdate({
        target: [qualityRollups.quarter, qualityRollups.projectId],
        set: {
          inspected: sql`${qualityRollups.inspected} + ${inspected}`,
          passed: sql`${qualityRollups.passed} + ${passed}`,
          warned: sql`${qualityRollups.warned} + ${warned}`,
          failed: sql`${qualityRollups.failed} + ${failed}`,
          inspectNanoseconds: sql`${qualityRollups.inspectNanoseconds} + ${inspectNanoseconds}`,
        },
      })
      .run();
  }

  #countCodes({ projectId, failures }: QualityReport, quarter: number): void {
    const { code, severity, count } = qualityCodes;
    const target = [qualityCodes.quarter, qualityCodes.projectId, code, severity];
    const counts = new Map<string, typeof qualityCodes.$inferInsert>();
    for (const failure of failures) {
      const key = `${failure.severity} ${failure.code}`;
      const seen = counts.get(key)?.count ?? 0;
      const { code, severity } = failure;
      counts.set(key, { quarter, projectId, code, severity, count: seen + 1 });
    }
    for (const row of counts.values()) {
      const set = { count: sql`${count} + ${row.count}` };
      this.#db.insert(qualityCodes).values(row).onConflictDoUpdate({ target, set }).run();
    }
  }

  #keep(report: QualityReport, at: number): void {
    const { callId, correlationId, projectId, provider, model, space } = report;
    for (const { index, ...failure } of report.failures.slice(-KEPT_FAILURES)) {
      this.#db
        .insert(qualityFailures)
        .values({
          at,
          callId,
          correlationId,
          projectId,
          provider,
          model,
          space,
          inputIndex: index,
          ...failure,
        })
        .run();
    }
  }

  /** Ids are handed out without gaps, so the newest are those above the highest less their number. */
  #bound(): void {
    const { id } = qualityFailures;
    const highest = sql`(SELECT max(${id}) FROM ${qualityFailures})`;
    this.#db
      .delete(qualityFailures)
      .where(lte(id, sql`${highest} - ${KEPT_FAILURES}`))
      .run();
  }
}
