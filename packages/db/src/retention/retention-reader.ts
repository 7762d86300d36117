import type { Connection } from '../files/connection.ts';
import { LedgerClock } from '../ledger/clock.ts';
import { EVERYTHING } from '../ledger/scopes.ts';
import { DAY_MS, floorTo, QUARTER_MS } from '../ledger/spans.ts';
import type { Retention, RetentionPreview } from '../ports/index.ts';

export const DAYS = 'retention.days';
export const DETAILS_FROM = 'retention.details_from';

interface Counts {
  oldEntries: number;
  /** 1 when the newest entry is that old and closed: it stays, so that sequence numbers go on from it. */
  newest: number;
}

/** @throws RangeError */
export function assertDays(days: number): void {
  if (Number.isSafeInteger(days) && days >= 1) return;
  throw new RangeError(`Details are kept for a whole number of days from 1, not ${days}.`);
}

export class RetentionReader {
  readonly #value;
  readonly #sumsFrom;
  readonly #clock: LedgerClock;
  readonly #counts;

  constructor(connection: Connection) {
    this.#clock = new LedgerClock(connection);
    // The same conditions as deleting has. Each count is answered by an index alone.
    this.#counts = connection.prepare<{ from: number }, Omit<RetentionPreview, 'from' | 'entries'> & Counts>(`
      SELECT
        (SELECT count(*) FROM entries) AS allEntries,
        (SELECT count(*) FROM entries WHERE placed_at < @from) AS oldEntries,
        (SELECT count(*) FROM entries
          WHERE state <> 'settled' AND state IN ('held', 'uncertain') AND placed_at < @from) AS openEntries,
        (SELECT count(*) FROM entries
          WHERE seq = (SELECT max(seq) FROM entries) AND placed_at < @from
            AND state IN ('settled', 'released')) AS newest,
        (SELECT count(*) FROM quality_failures WHERE at < @from) AS findings,
        (SELECT count(*) FROM webhook_deliveries
          WHERE created_at < @from AND state <> 'pending' AND finished_at < @from) AS deliveries`);
    this.#value = connection
      .prepare<[string], string>('SELECT value FROM named_values WHERE name = ?')
      .pluck();
    this.#sumsFrom = connection
      .prepare<[number], number | null>(
        `SELECT min(start) FROM spend_sums WHERE scope = '${EVERYTHING}' AND span = ?`,
      )
      .pluck();
  }

  get(): Retention {
    return {
      days: this.#number(DAYS),
      detailsFrom: this.#number(DETAILS_FROM),
      sumsFrom: this.#sumsFrom.get(QUARTER_MS) ?? null,
    };
  }

  preview(days: number, now: number): RetentionPreview {
    assertDays(days);
    const from = this.deletesBefore(days, now);
    const counts = this.#counts.get({ from });
    if (!counts) throw new Error('Counting answered no row.');
    const { oldEntries, newest, ...others } = counts;
    return { from, entries: oldEntries - others.openEntries - newest, ...others };
  }

  /**
   * Before which instant details go when they are kept for so many days. By the ledger's own time at the latest: a clock
   * that runs ahead must not delete what is young.
   */
  deletesBefore(days: number, now: number): number {
    const at = Math.min(now, this.#clock.highWater());
    return Math.max(this.detailsFrom(), floorTo(QUARTER_MS, at - days * DAY_MS));
  }

  /** 0 while nothing was ever deleted. */
  detailsFrom(): number {
    return this.#number(DETAILS_FROM) ?? 0;
  }

  #number(name: string): number | null {
    const text = this.#value.get(name);
    return text === undefined || text === '' ? null : Number(text);
  }
}
