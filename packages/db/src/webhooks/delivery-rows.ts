import type { Connection } from '../files/connection.ts';
import type { WebhookDelivery } from '../ports/index.ts';

const COLUMNS = `d.rowid AS seq, d.id, d.webhook_id AS webhookId, d.alert_id AS alertId, d.state, d.attempts,
  d.created_at AS createdAt, d.next_at AS nextAt, d.finished_at AS finishedAt, d.last_status AS lastStatus,
  d.last_error AS lastError`;

/** Prepares a read of deliveries (`d`); `more` adds columns, `rest` follows FROM. */
export function deliveryRows<More extends object = object>(connection: Connection, rest: string, more = '') {
  return connection.prepare<(string | number)[], WebhookDelivery & More>(
    `SELECT ${COLUMNS}${more} FROM webhook_deliveries d ${rest}`,
  );
}
