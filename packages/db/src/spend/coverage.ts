import type { Connection } from '../files/connection.ts';
import { LedgerClock } from '../ledger/clock.ts';
import { ceilTo, DAY_MS, type Decomposition, decompose, type TimeRange } from '../ledger/spans.ts';
import { SeqRanges } from './seq-ranges.ts';

/** How a span of time is added up. */
export interface Cover {
  /** Whole days, hours and quarters, to be read from sums. */
  rollups: Decomposition['rollups'];
  /** The odd minutes, to be read from entries, as spans of `seq`. */
  edges: TimeRange[];
  /** The whole, as a span of `seq`: where to look for what is open. */
  all: TimeRange;
}

/** Decides what of a span of time comes from sums and what from entries. */
export class Coverage {
  readonly #clock: LedgerClock;
  readonly #ranges: SeqRanges;

  constructor(connection: Connection) {
    this.#clock = new LedgerClock(connection);
    this.#ranges = new SeqRanges(connection);
  }

  /** `summed`: whether there are sums at all for what is asked. */
  of(range: TimeRange, summed: boolean): Cover {
    // Nothing lies beyond the latest instant seen, so a day that has only begun may be read as a whole.
    const to = range.to > this.#clock.highWater() ? ceilTo(DAY_MS, range.to) : range.to;
    const whole = { from: range.from, to };
    const { rollups, edges } = summed ? decompose(whole) : { rollups: [], edges: [whole] };
    return { rollups, edges: edges.map((edge) => this.#ranges.of(edge)), all: this.#ranges.of(range) };
  }
}
