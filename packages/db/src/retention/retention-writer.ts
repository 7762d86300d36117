import { AuditWriter } from '../audit/audit-writer.ts';
import type { Connection } from '../files/connection.ts';
import { tagsFromText } from '../ledger/entry-rows.ts';
import type { AuditStamp, Retention } from '../ports/index.ts';
import { assertDays, DAYS, DETAILS_FROM, RetentionReader } from './retention-reader.ts';

interface OldRow {
  seq: number;
  tags: string | null;
}

/** Deletes what is too old, and keeps every figure that was made of it. */
export class RetentionWriter {
  readonly #stored: RetentionReader;
  readonly #audit: AuditWriter;
  readonly #setValue;
  readonly #old;
  readonly #keepCounters;
  readonly #unpin;
  readonly #untag;
  readonly #remove;
  readonly #removeFailures;
  readonly #removeDeliveries;

  constructor(connection: Connection) {
    this.#stored = new RetentionReader(connection);
    this.#audit = new AuditWriter(connection);
    this.#setValue = connection.prepare<[string, string]>(
      'INSERT INTO named_values VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
    // The newest entry stays, so that sequence numbers go on from it.
    this.#old = connection.prepare<[number, number], OldRow>(`
      SELECT seq, tags FROM entries
      WHERE placed_at < ? AND state IN ('settled', 'released') AND seq < (SELECT max(seq) FROM entries)
      ORDER BY placed_at, seq LIMIT ?`);
    const these = 'IN (SELECT value FROM json_each(?))';
    this.#keepCounters = connection.prepare<[string]>(`
      UPDATE budget_windows SET unpinned_nano_usd = unpinned_nano_usd + gone.nano_usd
      FROM (
        SELECT budget_id, window_start, sum(settled_nano_usd) AS nano_usd
        FROM entry_budgets JOIN entries ON seq = entry_seq WHERE entry_seq ${these} GROUP BY 1, 2
      ) AS gone
      WHERE gone.budget_id = budget_windows.budget_id AND gone.window_start = budget_windows.window_start`);
    this.#unpin = connection.prepare<[string]>(`DELETE FROM entry_budgets WHERE entry_seq ${these}`);
    this.#untag = connection.prepare<[string, number]>(
      'DELETE FROM entry_tags WHERE tag = ? AND entry_seq = ?',
    );
    this.#remove = connection.prepare<[string]>(`DELETE FROM entries WHERE seq ${these}`);
    // Alerts stay: they say what was told, and are told once.
    this.#removeDeliveries = connection.prepare<[number, number, number]>(`
      DELETE FROM webhook_deliveries WHERE rowid IN (
        SELECT rowid FROM webhook_deliveries
        WHERE created_at < ? AND state <> 'pending' AND finished_at < ? LIMIT ?)`);
    this.#removeFailures = connection.prepare<[number]>('DELETE FROM quality_failures WHERE at < ?');
  }

  /** @throws RangeError */
  set(days: number | null, stamp: AuditStamp): Retention {
    if (days !== null) assertDays(days);
    const before = this.#stored.get();
    if (before.days === days) return before;
    this.#setValue.run(DAYS, days === null ? '' : String(days));
    this.#audit.write(stamp, {
      action: 'retention.set',
      target: 'ledger',
      from: describe(before.days),
      to: describe(days),
    });
    return { ...before, days };
  }

  prune(limit: number, now: number): number {
    const { days, detailsFrom } = this.#stored.get();
    if (days === null) return 0;
    const from = this.#stored.deletesBefore(days, now);
    const deliveries = this.#removeDeliveries.run(from, from, limit).changes;
    const old = this.#old.all(from, limit);
    if (old.length === 0) return deliveries;
    if (from !== detailsFrom) this.#setValue.run(DETAILS_FROM, String(from));
    const seqs = JSON.stringify(old.map(({ seq }) => seq));
    this.#keepCounters.run(seqs);
    this.#unpin.run(seqs);
    for (const { seq, tags } of old) for (const tag of tagsFromText(tags)) this.#untag.run(tag, seq);
    this.#remove.run(seqs);
    this.#removeFailures.run(from);
    return old.length + deliveries;
  }
}

function describe(days: number | null): string {
  return days === null ? 'for ever' : `${days} days`;
}
