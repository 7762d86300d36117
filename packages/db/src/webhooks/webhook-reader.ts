import { and, asc, drizzle, eq, getTableColumns, isNull } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import { pageSize, rowsFor } from '../paging/page.ts';
import type { Page, Webhook, WebhookDelivery, WebhookStore } from '../ports/index.ts';
import { webhooks } from '../schema/index.ts';
import { deliveryRows } from './delivery-rows.ts';

type NamedDelivery = WebhookDelivery & { webhookName: string; alertTitle: string | null };

const { removedAt: _, ...kept } = getTableColumns(webhooks);

export class WebhookReader {
  readonly #connection: Connection;
  readonly #db;
  readonly #nextDue;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#db = drizzle({ client: connection });
    this.#nextDue = connection
      .prepare<[], number | null>('SELECT min(next_at) FROM webhook_deliveries WHERE next_at IS NOT NULL')
      .pluck();
  }

  /** Oldest first. */
  list(): Webhook[] {
    return this.#db
      .select(kept)
      .from(webhooks)
      .where(isNull(webhooks.removedAt))
      .orderBy(asc(webhooks.createdAt), asc(webhooks.id))
      .all();
  }

  find(id: string): Webhook | undefined {
    return this.#db
      .select(kept)
      .from(webhooks)
      .where(and(eq(webhooks.id, id), isNull(webhooks.removedAt)))
      .get();
  }

  /** Newest first. */
  deliveries({
    limit,
    before,
    webhookId,
    state,
  }: Parameters<WebhookStore['deliveries']>[0]): Page<NamedDelivery> {
    const conditions: [string, string | number][] = [];
    if (before !== undefined) conditions.push(['d.rowid < ?', before]);
    if (webhookId !== undefined) conditions.push(['d.webhook_id = ?', webhookId]);
    if (state !== undefined) conditions.push(['d.state = ?', state]);
    const where = ['1 = 1', ...conditions.map(([condition]) => condition)].join(' AND ');
    const rows = deliveryRows<NamedDelivery>(
      this.#connection,
      `JOIN webhooks w ON w.id = d.webhook_id LEFT JOIN alerts a ON a.id = d.alert_id
       WHERE ${where} ORDER BY d.rowid DESC LIMIT ?`,
      ', w.name AS webhookName, a.title AS alertTitle',
    ).all(...conditions.map(([, value]) => value), rowsFor(limit));
    const items = rows.slice(0, pageSize(limit));
    return { items, next: rows.length > items.length ? (items.at(-1)?.seq ?? null) : null };
  }

  counts(): Record<WebhookDelivery['state'], number> {
    const counts = { pending: 0, delivered: 0, failed: 0 };
    const rows = this.#connection
      .prepare<[], { state: WebhookDelivery['state']; count: number }>(
        'SELECT state, count(*) AS count FROM webhook_deliveries GROUP BY state',
      )
      .all();
    for (const { state, count } of rows) counts[state] = count;
    return counts;
  }

  failing(): { name: string; failing: boolean }[] {
    const last = this.#connection
      .prepare<[string], string>(
        `SELECT state FROM webhook_deliveries WHERE webhook_id = ? AND finished_at IS NOT NULL
         ORDER BY finished_at DESC, rowid DESC LIMIT 1`,
      )
      .pluck();
    return this.list().map(({ id, name }) => ({ name, failing: last.get(id) === 'failed' }));
  }

  nextDue(): number | null {
    return this.#nextDue.get() ?? null;
  }
}
