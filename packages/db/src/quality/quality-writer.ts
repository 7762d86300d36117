import type { QualityFailure, QualityReport } from '@weighbridge/embeddings/domain';
import type { Connection } from '../files/connection.ts';
import { floorTo, QUARTER_MS } from '../ledger/spans.ts';

/** How many findings are kept line by line; the counts by quarter hour keep them all. */
const KEPT_FAILURES = 10_000;

/** Prepared statements: every answer of a provider is reported, and a bad one has thousands of findings. */
export class QualityWriter {
  readonly #count;
  readonly #countCode;
  readonly #keep;
  readonly #bound;

  constructor(connection: Connection) {
    this.#count = connection.prepare(`
      INSERT INTO quality_rollups (quarter, project_id, inspected, passed, warned, failed, inspect_nanoseconds)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET
        inspected = inspected + excluded.inspected,
        passed = passed + excluded.passed,
        warned = warned + excluded.warned,
        failed = failed + excluded.failed,
        inspect_nanoseconds = inspect_nanoseconds + excluded.inspect_nanoseconds`);
    this.#countCode = connection.prepare(`
      INSERT INTO quality_codes (quarter, project_id, code, severity, count) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET count = count + excluded.count`);
    this.#keep = connection.prepare(`
      INSERT INTO quality_failures (at, call_id, correlation_id, project_id, provider, model, space, input_index, code,
        severity, figure, message, recommendation)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    // Ids are handed out without gaps, so the newest are those above the highest less their number.
    this.#bound = connection.prepare(
      'DELETE FROM quality_failures WHERE id <= (SELECT max(id) FROM quality_failures) - ?',
    );
  }

  record(reports: readonly QualityReport[], now: number): void {
    const quarter = floorTo(QUARTER_MS, now);
    for (const report of reports) {
      const { projectId, inspected, passed, warned, failed } = report;
      const nanoseconds = Math.round(report.inspectMicros * 1000 * inspected);
      this.#count.run(quarter, projectId, inspected, passed, warned, failed, nanoseconds);
      for (const { code, severity, count } of countByCode(report.failures)) {
        this.#countCode.run(quarter, projectId, code, severity, count);
      }
      for (const failure of report.failures.slice(-KEPT_FAILURES)) this.#keepLine(report, failure, now);
    }
    if (reports.some(({ failures }) => failures.length > 0)) this.#bound.run(KEPT_FAILURES);
  }

  #keepLine(report: QualityReport, failure: QualityFailure, at: number): void {
    this.#keep.run(
      at,
      report.callId,
      report.correlationId,
      report.projectId,
      report.provider,
      report.model,
      report.space,
      failure.index,
      failure.code,
      failure.severity,
      failure.figure,
      failure.message,
      failure.recommendation,
    );
  }
}

function countByCode(failures: readonly QualityFailure[]) {
  const counts = new Map<string, Pick<QualityFailure, 'code' | 'severity'> & { count: number }>();
  for (const { code, severity } of failures) {
    const name = `${severity} ${code}`;
    counts.set(name, { code, severity, count: (counts.get(name)?.count ?? 0) + 1 });
  }
  return counts.values();
}
