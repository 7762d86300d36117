import { NotFoundError } from '@weighbridge/embeddings/domain';
import { AuditWriter } from '../audit/audit-writer.ts';
import type { Connection } from '../files/connection.ts';
import type { Alert, AuditStamp, NewAlert } from '../ports/index.ts';
import { SettingsWriter } from '../settings/settings-writer.ts';
import { DeliveryQueue } from '../webhooks/delivery-queue.ts';
import { ALERT_SETTINGS, AlertReader } from './alert-reader.ts';
import { readAlerts, readKeys } from './alert-rows.ts';

export class AlertWriter {
  readonly #connection: Connection;
  readonly #stored: AlertReader;
  readonly #settings: SettingsWriter;
  readonly #queue: DeliveryQueue;
  readonly #audit: AuditWriter;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#stored = new AlertReader(connection);
    this.#settings = new SettingsWriter(connection);
    this.#queue = new DeliveryQueue(connection);
    this.#audit = new AuditWriter(connection);
  }

  /** Whoever asks may have looked before another process told it: what is news is decided here. */
  raise(alerts: readonly NewAlert[]): Alert[] {
    return alerts.flatMap((alert) => {
      if (this.#isOldNews(alert)) return [];
      this.#insert(alert);
      this.#queue.add(alert);
      return readAlerts(this.#connection, 'WHERE id = ?', [alert.id]);
    });
  }

  /** One audit line for all of them. @throws NotFoundError for an unknown id */
  acknowledge(ids: readonly string[] | 'all', stamp: AuditStamp): number {
    const asked =
      ids === 'all'
        ? readAlerts(this.#connection, 'WHERE acknowledged_at IS NULL', [])
        : ids.map((id) => this.#require(id));
    const open = asked.filter(({ acknowledgedAt }) => acknowledgedAt === null);
    const acknowledge = this.#connection.prepare(
      'UPDATE alerts SET acknowledged_at = ?, acknowledged_by = ? WHERE id = ?',
    );
    for (const { id } of open) acknowledge.run(stamp.at, stamp.actor, id);
    const [first] = open;
    if (first) {
      this.#audit.write(stamp, {
        action: 'alert.acknowledge',
        target: open.length === 1 ? first.id : `${open.length} alerts`,
        from: open.length === 1 ? first.title : 'open',
        to: 'acknowledged',
      });
    }
    return open.length;
  }

  setSettings(stored: string, { from, to }: { from: string; to: string }, stamp: AuditStamp): void {
    if (this.#stored.settings() === stored) return;
    this.#settings.setValue(ALERT_SETTINGS, stored);
    this.#audit.write(stamp, { action: 'alert.settings', target: 'alerts', from, to });
  }

  #isOldNews({ kind, subject, windowStart, limitNanoUsd, threshold }: NewAlert): boolean {
    return readKeys(this.#connection, subject, windowStart).some(
      (told) => told.kind === kind && told.limitNanoUsd === limitNanoUsd && told.threshold >= threshold,
    );
  }

  #insert(alert: NewAlert): void {
    this.#connection
      .prepare(
        `INSERT INTO alerts
           (id, kind, severity, subject, window_start, threshold, limit_nano_usd, at, title, message, facts)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        alert.id,
        alert.kind,
        alert.severity,
        alert.subject,
        alert.windowStart,
        alert.threshold,
        alert.limitNanoUsd,
        alert.at,
        alert.title,
        alert.message,
        JSON.stringify(alert.facts),
      );
  }

  #require(id: string): Alert {
    const [alert] = readAlerts(this.#connection, 'WHERE id = ?', [id]);
    if (alert) return alert;
    throw new NotFoundError('alert', id, 'List the alerts to see their ids.');
  }
}
