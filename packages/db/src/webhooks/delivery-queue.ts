import { randomUUID } from 'node:crypto';
import type { Connection } from '../files/connection.ts';
import type { NewAlert } from '../ports/index.ts';

const SEVERITIES: readonly NewAlert['severity'][] = ['info', 'warning', 'critical'];

/** Puts alerts on their way, within the transaction that keeps them: none is told to one and not to the other. */
export class DeliveryQueue {
  readonly #receivers;
  readonly #insert;

  constructor(connection: Connection) {
    this.#receivers = connection
      .prepare<[string, string], string>(
        `SELECT id FROM webhooks WHERE removed_at IS NULL AND enabled = 1 AND id <> ?
           AND min_severity IN (SELECT value FROM json_each(?)) ORDER BY created_at, id`,
      )
      .pluck();
    this.#insert = connection.prepare(
      `INSERT INTO webhook_deliveries (id, webhook_id, alert_id, state, attempts, created_at, next_at)
       VALUES (?, ?, ?, 'pending', 0, ?, ?)`,
    );
  }

  /** A webhook takes alerts of its least severity and above, and none about itself: it would not take that either. */
  add({ id, kind, subject, severity, at }: NewAlert): void {
    const silent = kind === 'webhook' ? subject : '';
    const wanting = SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1);
    for (const webhookId of this.#receivers.all(silent, JSON.stringify(wanting))) {
      this.#insert.run(`msg_${randomUUID()}`, webhookId, id, at, at);
    }
  }
}
