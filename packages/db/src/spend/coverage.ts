import type { Connection } from '../files/connection.ts';
import { LedgerClock } from '../ledger/clock.ts';
import {
  ceilTo,
  type Decomposition,
  decompose,
  FOUR_WEEKS_MS,
  floorTo,
  QUARTER_MS,
  type TimeRange,
} from '../ledger/spans.ts';
import { RetentionReader } from '../retention/retention-reader.ts';
import { SeqRanges } from './seq-ranges.ts';

/** How a span of time is added up. */
export interface Cover {
  /** Whole spans, to be read from sums. */
  rollups: Decomposition['rollups'];
  /** The odd minutes, to be read from entries, as spans of `seq`. */
  edges: TimeRange[];
  /** The whole, as a span of `seq`: where to look for what is open. */
  all: TimeRange;
}

/**
 * Where entries were deleted, only whole quarter hours are known. Both edges move back, so that spans which lie end to end
 * still do.
 */
export function wholeQuarters({ from, to }: TimeRange, detailsFrom: number): TimeRange {
  const known = (at: number) => (at < detailsFrom ? floorTo(QUARTER_MS, at) : at);
  return { from: known(from), to: known(to) };
}

/** Decides what of a span of time comes from sums and what from entries. */
export class Coverage {
  readonly #clock: LedgerClock;
  readonly #ranges: SeqRanges;
  readonly #retention: RetentionReader;

  constructor(connection: Connection) {
    this.#clock = new LedgerClock(connection);
    this.#ranges = new SeqRanges(connection);
    this.#retention = new RetentionReader(connection);
  }

  of(range: TimeRange, spans: readonly number[]): Cover {
    // Nothing lies beyond the latest instant seen, so what has only begun may be read as a whole.
    const to = range.to > this.#clock.highWater() ? ceilTo(FOUR_WEEKS_MS, range.to) : range.to;
    const whole = wholeQuarters({ from: range.from, to }, this.#retention.detailsFrom());
    const { rollups, edges } = decompose(whole, spans);
    return { rollups, edges: edges.map((edge) => this.#ranges.of(edge)), all: this.#ranges.of(range) };
  }
}
