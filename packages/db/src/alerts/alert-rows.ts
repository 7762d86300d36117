import type { Connection } from '../files/connection.ts';
import type { Alert, AlertKey } from '../ports/index.ts';

interface AlertRow {
  seq: bigint;
  id: string;
  kind: Alert['kind'];
  severity: Alert['severity'];
  subject: string;
  window_start: bigint;
  threshold: bigint;
  limit_nano_usd: bigint;
  at: bigint;
  title: string;
  message: string;
  facts: string;
  acknowledged_at: bigint | null;
  acknowledged_by: string | null;
}

type Value = string | number | bigint;

/** Reads alerts by a condition; limits may be larger than a double holds. */
export function readAlerts(connection: Connection, rest: string, values: readonly Value[]): Alert[] {
  return connection
    .prepare<Value[], AlertRow>(`SELECT rowid AS seq, * FROM alerts ${rest}`)
    .safeIntegers()
    .all(...values)
    .map(alertOf);
}

export function readKeys(connection: Connection, subject: string, windowStart: number): AlertKey[] {
  return connection
    .prepare<[string, number], Pick<AlertRow, 'kind' | 'subject' | 'threshold' | 'limit_nano_usd'>>(
      'SELECT kind, subject, threshold, limit_nano_usd FROM alerts WHERE subject = ? AND window_start = ?',
    )
    .safeIntegers()
    .all(subject, windowStart)
    .map(({ kind, threshold, limit_nano_usd: limitNanoUsd }) => ({
      kind,
      subject,
      windowStart,
      limitNanoUsd,
      threshold: Number(threshold),
    }));
}

function alertOf(row: AlertRow): Alert {
  return {
    seq: Number(row.seq),
    id: row.id,
    kind: row.kind,
    severity: row.severity,
    subject: row.subject,
    windowStart: Number(row.window_start),
    threshold: Number(row.threshold),
    limitNanoUsd: row.limit_nano_usd,
    at: Number(row.at),
    title: row.title,
    message: row.message,
    facts: JSON.parse(row.facts),
    acknowledgedAt: row.acknowledged_at === null ? null : Number(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
  };
}
