import { ConflictError, NotFoundError } from '@weighbridge/embeddings/domain';
import { AuditWriter } from '../audit/audit-writer.ts';
import { drizzle, eq } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import type { AuditStamp, Webhook, WebhookChange } from '../ports/index.ts';
import { webhooks } from '../schema/index.ts';
import { WebhookReader } from './webhook-reader.ts';

export class WebhookWriter {
  readonly #db;
  readonly #stored: WebhookReader;
  readonly #audit: AuditWriter;
  readonly #giveUp;

  constructor(connection: Connection) {
    this.#db = drizzle({ client: connection });
    this.#stored = new WebhookReader(connection);
    this.#audit = new AuditWriter(connection);
    // What went wrong before stays in the log.
    this.#giveUp = connection.prepare(
      `UPDATE webhook_deliveries SET state = 'failed', next_at = NULL, finished_at = ?,
         last_error = trim(coalesce(last_error, '') || ' ' || ?)
       WHERE webhook_id = ? AND state = 'pending'`,
    );
  }

  /** @throws ConflictError WEBHOOK_NAME_TAKEN */
  create(webhook: Webhook, stamp: AuditStamp): Webhook {
    this.#assertFree(webhook);
    this.#db.insert(webhooks).values(webhook).run();
    this.#audit.write(stamp, {
      action: 'webhook.create',
      target: webhook.id,
      from: null,
      to: describe(webhook),
    });
    return webhook;
  }

  /** A change that changes nothing writes nothing. @throws NotFoundError; ConflictError WEBHOOK_NAME_TAKEN */
  update(id: string, change: WebhookChange, stamp: AuditStamp): Webhook {
    const before = this.#require(id);
    const after = { ...before, ...change };
    if (JSON.stringify(before) === JSON.stringify(after)) return before;
    this.#assertFree(after);
    this.#db.update(webhooks).set(change).where(eq(webhooks.id, id)).run();
    if (!after.enabled) this.#giveUp.run(stamp.at, 'The webhook was disabled.', id);
    this.#audit.write(stamp, {
      action: 'webhook.update',
      target: id,
      from: describe(before),
      to: describe(after),
    });
    return after;
  }

  /** @throws NotFoundError */
  remove(id: string, stamp: AuditStamp): void {
    const before = this.#require(id);
    this.#db.update(webhooks).set({ removedAt: stamp.at, enabled: false }).where(eq(webhooks.id, id)).run();
    this.#giveUp.run(stamp.at, 'The webhook was removed.', id);
    this.#audit.write(stamp, { action: 'webhook.remove', target: id, from: describe(before), to: null });
  }

  #require(id: string): Webhook {
    const webhook = this.#stored.find(id);
    if (webhook) return webhook;
    throw new NotFoundError('webhook', id, 'List the webhooks to see their ids.');
  }

  #assertFree({ id, name }: Webhook): void {
    const taken = this.#stored.list().find((webhook) => webhook.name === name && webhook.id !== id);
    if (!taken) return;
    throw new ConflictError(
      'WEBHOOK_NAME_TAKEN',
      `There is a webhook named "${name}" already. Choose another name, or remove that one first.`,
      { id: taken.id, name },
    );
  }
}

/** For the audit line: the address as it may be shown, the secret by its last four characters. */
function describe({ name, url, format, minSeverity, secretLast4, enabled }: Webhook): string {
  const state = enabled ? '' : ', disabled';
  return `${name}: ${format} to ${url}, from ${minSeverity} on, secret …${secretLast4}${state}`;
}
