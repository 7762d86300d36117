import type { Connection } from '../files/connection.ts';
import { LedgerClock } from '../ledger/clock.ts';
import { CONTRIBUTIONS } from '../ledger/contribution.ts';
import { ceilTo, DAY_MS, decompose, type TimeRange } from '../ledger/spans.ts';
import type { SpendBucket, SpendFilter, SpendSummary } from '../ports/index.ts';
import { type Narrowed, narrow } from './narrowing.ts';
import { SeqRanges } from './seq-ranges.ts';
import { EMPTY, plus, SUMS, type Sums, type SumsRow } from './sums.ts';

type Bound = number | string;

type Narrowing = Omit<SpendFilter, 'from' | 'to'>;

/** Sums over the ledger: rollups for whole days, hours and quarters, entries for the odd minutes and for what is open. */
export class SpendSummaries {
  readonly #connection: Connection;
  readonly #clock: LedgerClock;
  readonly #ranges: SeqRanges;
  readonly #statements = new Map<string, Statements>();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#clock = new LedgerClock(connection);
    this.#ranges = new SeqRanges(connection);
  }

  summary({ from, to, ...filter }: SpendFilter): SpendSummary {
    return this.#connection.transaction(() => this.#between({ from, to }, narrow(filter)))();
  }

  /** In one snapshot, so that the buckets add up. */
  series(edges: readonly number[], filter: Narrowing): SpendBucket[] {
    const narrowed = narrow(filter);
    return this.#connection.transaction(() =>
      edges.slice(1).map((end, index) => {
        const start = edges[index] ?? end;
        return { start, end, ...this.#between({ from: start, to: end }, narrowed) };
      }),
    )();
  }

  #between(range: TimeRange, narrowed: Narrowed): SpendSummary {
    // Nothing lies beyond the latest instant seen, so a day that has only begun may be read as a whole.
    const to = range.to > this.#clock.highWater() ? ceilTo(DAY_MS, range.to) : range.to;
    const whole = { from: range.from, to };
    const { rollups, edges } = narrowed.rollups ? decompose(whole) : { rollups: [], edges: [whole] };
    const statements = this.#prepared(narrowed);
    let sums: Sums = EMPTY;
    for (const { span, from, to: end } of rollups) {
      sums = plus(sums, statements.rollups?.get(span, from, end, ...(narrowed.rollups?.values ?? [])));
    }
    for (const edge of edges) {
      const seqs = this.#ranges.of(edge);
      sums = plus(sums, statements.entries.get(seqs.from, seqs.to, ...narrowed.entries.values));
    }
    const seqs = this.#ranges.of(range);
    const open = (state: string) =>
      statements.open.get(state, seqs.from, seqs.to, ...narrowed.entries.values) ?? 0n;
    return { ...sums, heldNanoUsd: open('held'), uncertainNanoUsd: open('uncertain') };
  }

  /** One set of statements for each shape of filter. */
  #prepared(narrowed: Narrowed): Statements {
    const shape = `${narrowed.entries.where}|${narrowed.rollups?.where}`;
    const known = this.#statements.get(shape);
    if (known) return known;
    const prepared = prepare(this.#connection, narrowed);
    this.#statements.set(shape, prepared);
    return prepared;
  }
}

type Statements = ReturnType<typeof prepare>;

function prepare(connection: Connection, { rollups, entries }: Narrowed) {
  return {
    rollups:
      rollups &&
      connection
        .prepare<Bound[], SumsRow>(
          `SELECT ${SUMS} FROM ${rollups.table} WHERE span = ? AND start >= ? AND start < ? ${rollups.where}`,
        )
        .safeIntegers(),
    entries: connection
      .prepare<Bound[], SumsRow>(
        `SELECT ${SUMS} FROM (${CONTRIBUTIONS} WHERE seq >= ? AND seq < ? ${entries.where})`,
      )
      .safeIntegers(),
    open: connection
      .prepare<Bound[], bigint>(`
        SELECT coalesce(sum(held_nano_usd), 0) FROM entries
        WHERE state <> 'settled' AND state = ? AND seq >= ? AND seq < ? ${entries.where}`)
      .pluck()
      .safeIntegers(),
  };
}
