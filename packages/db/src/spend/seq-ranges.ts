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

  constructor(connection: Connection) {
    this.#first = connection
      .prepare<[number], number>(
        'SELECT seq FROM entries WHERE placed_at >= ? ORDER BY placed_at, seq LIMIT 1',
      )
      .pluck();
  }

  /** The first entry placed at `at` or later. */
  firstFrom(at: number): number {
    return this.#first.get(at) ?? END;
  }

  of(range: TimeRange): { from: number; to: number } {
    return { from: this.firstFrom(range.from), to: this.firstFrom(range.to) };
  }
}
