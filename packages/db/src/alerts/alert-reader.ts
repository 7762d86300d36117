import type { Connection } from '../files/connection.ts';
import { EVERYTHING } from '../ledger/scopes.ts';
import { QUARTER_MS } from '../ledger/spans.ts';
import { pageSize, rowsFor } from '../paging/page.ts';
import type { Alert, AlertKey, AlertStore, Overrun, Page } from '../ports/index.ts';
import { SettingsReader } from '../settings/settings-reader.ts';
import { readAlerts, readKeys } from './alert-rows.ts';

/** Under which name the settings of alerts are kept. */
export const ALERT_SETTINGS = 'alert_settings';

export class AlertReader {
  readonly #connection: Connection;
  readonly #settings: SettingsReader;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#settings = new SettingsReader(connection);
  }

  told(windows: Parameters<AlertStore['told']>[0]): AlertKey[] {
    return windows.flatMap(({ subject, windowStart }) => readKeys(this.#connection, subject, windowStart));
  }

  /** Newest first. */
  list({ limit, before, state, kind, severity }: Parameters<AlertStore['list']>[0]): Page<Alert> {
    const conditions = ['1 = 1'];
    const values: (string | number)[] = [];
    const where = (condition: string, ...bound: (string | number)[]) => {
      conditions.push(condition);
      values.push(...bound);
    };
    if (before !== undefined) where('rowid < ?', before);
    if (state !== undefined) where(`acknowledged_at IS ${state === 'open' ? '' : 'NOT '}NULL`);
    if (kind !== undefined) where('kind = ?', kind);
    if (severity !== undefined) where('severity = ?', severity);
    const rows = readAlerts(
      this.#connection,
      `WHERE ${conditions.join(' AND ')} ORDER BY rowid DESC LIMIT ?`,
      [...values, rowsFor(limit)],
    );
    const items = rows.slice(0, pageSize(limit));
    return { items, next: rows.length > items.length ? (items.at(-1)?.seq ?? null) : null };
  }

  open(): Record<Alert['severity'], number> {
    const counts = { info: 0, warning: 0, critical: 0 };
    const rows = this.#connection
      .prepare<[], { severity: Alert['severity']; count: number }>(
        'SELECT severity, count(*) AS count FROM alerts WHERE acknowledged_at IS NULL GROUP BY severity',
      )
      .all();
    for (const { severity, count } of rows) counts[severity] = count;
    return counts;
  }

  settings(): string | undefined {
    return this.#settings.value(ALERT_SETTINGS);
  }

  overruns({ from, to }: { from: number; to: number }): Overrun[] {
    return this.#connection
      .prepare<[number, number, number], Overrun>(
        `SELECT provider, model, sum(overrun_nano_usd) AS nanoUsd FROM spend_sums
         WHERE scope = '${EVERYTHING}' AND span = ? AND start >= ? AND start < ? GROUP BY provider, model HAVING sum(overrun_nano_usd) > 0
         ORDER BY nanoUsd DESC, provider, model`,
      )
      .safeIntegers()
      .all(QUARTER_MS, from, to);
  }
}
