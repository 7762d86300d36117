import type { Connection } from '../files/connection.ts';
import { LedgerClock } from '../ledger/clock.ts';
import { CONTRIBUTIONS } from '../ledger/contribution.ts';
import { ceilTo, DAY_MS, decompose, type TimeRange } from '../ledger/spans.ts';
import type { SpendBucket, SpendFilter, SpendSummary } from '../ports/index.ts';
import { SeqRanges } from './seq-ranges.ts';
import { EMPTY, plus, SUMS, type Sums, type SumsRow } from './sums.ts';

type Bound = number | string;

/** Sums over the ledger: rollups for whole days, hours and quarters, entries for the odd minutes and for what is open. */
export class SpendSummaries {
  readonly #connection: Connection;
  readonly #clock: LedgerClock;
  readonly #ranges: SeqRanges;
  readonly #rollups;
  readonly #entries;
  readonly #open;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#clock = new LedgerClock(connection);
    this.#ranges = new SeqRanges(connection);
    const both = (query: (narrowing: string) => string) => ({
      all: connection.prepare<Bound[], SumsRow>(query('')).safeIntegers(),
      project: connection.prepare<Bound[], SumsRow>(query('AND project_id = ?')).safeIntegers(),
    });
    this.#rollups = both(
      (narrowing) =>
        `SELECT ${SUMS} FROM spend_rollups WHERE span = ? AND start >= ? AND start < ? ${narrowing}`,
    );
    this.#entries = both(
      (narrowing) => `SELECT ${SUMS} FROM (${CONTRIBUTIONS} WHERE seq >= ? AND seq < ? ${narrowing})`,
    );
    const open = (narrowing: string) =>
      connection
        .prepare<Bound[], bigint>(`
          SELECT coalesce(sum(held_nano_usd), 0) FROM entries
          WHERE state <> 'settled' AND state = ? AND seq >= ? AND seq < ? ${narrowing}`)
        .pluck()
        .safeIntegers();
    // The unary plus keeps the planner on the small index of unsettled entries.
    this.#open = { all: open(''), project: open('AND +project_id = ?') };
  }

  summary({ from, to, projectId }: SpendFilter): SpendSummary {
    return this.#connection.transaction(() => this.#between({ from, to }, projectId))();
  }

  /** In one snapshot, so that the buckets add up. */
  series(edges: readonly number[], { projectId }: { projectId?: string }): SpendBucket[] {
    return this.#connection.transaction(() =>
      edges.slice(1).map((end, index) => {
        const start = edges[index] ?? end;
        return { start, end, ...this.#between({ from: start, to: end }, projectId) };
      }),
    )();
  }

  #between(range: TimeRange, projectId: string | undefined): SpendSummary {
    // Nothing lies beyond the latest instant seen, so a day that has only begun may be read as a whole.
    const to = range.to > this.#clock.highWater() ? ceilTo(DAY_MS, range.to) : range.to;
    const { rollups, edges } = decompose({ from: range.from, to });
    const narrowed = projectId === undefined ? 'all' : 'project';
    const project = projectId === undefined ? [] : [projectId];
    let sums: Sums = EMPTY;
    for (const { span, from, to: end } of rollups) {
      sums = plus(sums, this.#rollups[narrowed].get(span, from, end, ...project));
    }
    for (const edge of edges) {
      const seqs = this.#ranges.of(edge);
      sums = plus(sums, this.#entries[narrowed].get(seqs.from, seqs.to, ...project));
    }
    const seqs = this.#ranges.of(range);
    const open = (state: string) => this.#open[narrowed].get(state, seqs.from, seqs.to, ...project) ?? 0n;
    return { ...sums, heldNanoUsd: open('held'), uncertainNanoUsd: open('uncertain') };
  }
}
