import type { Connection } from '../files/connection.ts';
import type { TimeRange } from '../ledger/spans.ts';

/** A sequence number past every entry. */
export const END = Number.MAX_SAFE_INTEGER;

/**
 * Turns spans of time into spans of `seq`. `placed_at` never falls along `seq`, so one seek for each edge is enough, and
 * an index on anything else can then be read within a span of time.
 */
export class SeqRanges {
  readonly #first;
  readonly #time;

  constructor(connection: Connection) {
    this.#first = connection
      .prepare<[number], number>(
        'SELECT seq FROM entries WHERE placed_at >= ? ORDER BY placed_at, seq LIMIT 1',
      )
      .pluck();
    this.#time = connection
      .prepare<[number], number>('SELECT placed_at FROM entries WHERE seq >= ? ORDER BY seq LIMIT 1')
      .pluck();
  }

  /** The first entry placed at `at` or later. */
  firstFrom(at: number): number {
    return this.#first.get(at) ?? END;
  }

  /** When the first entry from `seq` on was placed; undefined when there is none. */
  timeFrom(seq: number): number | undefined {
    return this.#time.get(seq);
  }

  of(range: TimeRange): { from: number; to: number } {
    return { from: this.firstFrom(range.from), to: this.firstFrom(range.to) };
  }
}
