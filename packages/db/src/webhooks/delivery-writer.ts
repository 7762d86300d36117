import { ConflictError, NotFoundError } from '@weighbridge/embeddings/domain';
import { readAlerts } from '../alerts/alert-rows.ts';
import type { AlertWriter } from '../alerts/alert-writer.ts';
import type { Connection } from '../files/connection.ts';
import type { ClaimedDelivery, DeliveryOutcome, WebhookDelivery, WebhookStore } from '../ports/index.ts';
import { deliveryRows } from './delivery-rows.ts';
import { WebhookReader } from './webhook-reader.ts';
import type { WebhookWriter } from './webhook-writer.ts';

/** The course of a delivery: due, taken for a while, and over or due again. */
export class DeliveryWriter {
  readonly #connection: Connection;
  readonly #webhooks: WebhookReader;
  readonly #switch: WebhookWriter;
  readonly #alerts: AlertWriter;
  readonly #due;
  readonly #byId;
  readonly #take;
  readonly #finish;

  constructor(connection: Connection, webhooks: WebhookWriter, alerts: AlertWriter) {
    this.#connection = connection;
    this.#webhooks = new WebhookReader(connection);
    this.#switch = webhooks;
    this.#alerts = alerts;
    this.#due = deliveryRows(
      connection,
      `WHERE d.next_at IS NOT NULL AND d.next_at <= ? AND d.state = 'pending' ORDER BY d.next_at LIMIT ?`,
    );
    this.#byId = deliveryRows(connection, 'WHERE d.id = ?');
    this.#take = connection.prepare<[number, string]>(
      'UPDATE webhook_deliveries SET attempts = attempts + 1, next_at = ? WHERE id = ?',
    );
    // One that was given up meanwhile stays given up, unless it arrived.
    this.#finish = connection.prepare(
      `UPDATE webhook_deliveries SET state = @state, next_at = @nextAt, finished_at = @finishedAt,
         last_status = @status, last_error = @error
       WHERE id = @id AND (state = 'pending' OR @state = 'delivered')`,
    );
  }

  claim({ at, leaseMs, limit }: Parameters<WebhookStore['claim']>[0]): ClaimedDelivery[] {
    return this.#due.all(at, limit).map(({ id }) => this.#claimOne(id, at + leaseMs));
  }

  /** @throws NotFoundError */
  claimTest({ id, webhookId, at, leaseMs }: Parameters<WebhookStore['claimTest']>[0]): ClaimedDelivery {
    if (!this.#webhooks.find(webhookId)) throw unknownWebhook(webhookId);
    this.#connection
      .prepare(
        `INSERT INTO webhook_deliveries (id, webhook_id, state, attempts, created_at, next_at)
         VALUES (?, ?, 'pending', 0, ?, ?)`,
      )
      .run(id, webhookId, at, at);
    return this.#claimOne(id, at + leaseMs);
  }

  finish(id: string, outcome: DeliveryOutcome, at: number): WebhookDelivery {
    const { state, nextAt, status, error, gone, lost } = outcome;
    const { changes } = this.#finish.run({
      id,
      state,
      nextAt,
      status,
      error,
      finishedAt: state === 'pending' ? null : at,
    });
    const delivery = this.#require(id);
    if (gone && this.#webhooks.find(delivery.webhookId)?.enabled) {
      this.#switch.update(delivery.webhookId, { enabled: false }, gone);
    }
    // Not of one that an administrator gave up meanwhile.
    if (lost && changes > 0) this.#alerts.raise([lost]);
    return delivery;
  }

  /** @throws NotFoundError; ConflictError DELIVERY_PENDING, WEBHOOK_DISABLED */
  redeliver(id: string, at: number): WebhookDelivery {
    const delivery = this.#require(id);
    if (delivery.state === 'pending') {
      throw new ConflictError(
        'DELIVERY_PENDING',
        `The delivery "${id}" is on its way already; its next try is at ${new Date(delivery.nextAt ?? at).toISOString()}.`,
        { id, nextAt: delivery.nextAt },
      );
    }
    const webhook = this.#webhooks.find(delivery.webhookId);
    if (!webhook) throw unknownWebhook(delivery.webhookId);
    if (!webhook.enabled) {
      throw new ConflictError(
        'WEBHOOK_DISABLED',
        `The webhook "${webhook.name}" is disabled. Enable it first, then send the delivery again.`,
        { id: webhook.id, name: webhook.name },
      );
    }
    this.#connection
      .prepare(
        `UPDATE webhook_deliveries SET state = 'pending', attempts = 0, next_at = ?, finished_at = NULL,
           last_status = NULL, last_error = NULL
         WHERE id = ?`,
      )
      .run(at, id);
    return this.#require(id);
  }

  #claimOne(id: string, until: number): ClaimedDelivery {
    this.#take.run(until, id);
    const delivery = this.#require(id);
    const webhook = this.#webhooks.find(delivery.webhookId);
    if (!webhook) throw unknownWebhook(delivery.webhookId);
    const [alert = null] =
      delivery.alertId === null ? [] : readAlerts(this.#connection, 'WHERE id = ?', [delivery.alertId]);
    return { delivery, webhook, alert };
  }

  #require(id: string): WebhookDelivery {
    const delivery = this.#byId.get(id);
    if (delivery) return delivery;
    throw new NotFoundError('delivery', id, 'List the deliveries to see their ids.');
  }
}

function unknownWebhook(id: string): NotFoundError {
  return new NotFoundError('webhook', id, 'List the webhooks to see their ids.');
}
