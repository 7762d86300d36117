import type { Connection } from '../files/connection.ts';
import { CONTRIBUTIONS } from '../ledger/contribution.ts';
import type { TimeRange } from '../ledger/spans.ts';
import type { SpendBucket, SpendFilter, SpendSummary } from '../ports/index.ts';
import { Coverage } from './coverage.ts';
import { type Narrowed, narrow } from './narrowing.ts';
import { EMPTY, plus, SUMS, type Sums, type SumsRow } from './sums.ts';
import { spanOfEdges, UniformSeries } from './uniform-series.ts';

type Bound = number | string;

type Narrowing = Omit<SpendFilter, 'from' | 'to'>;

/** Sums over the ledger: rollups for whole days, hours and quarters, entries for the odd minutes and for what is open. */
export class SpendSummaries {
  readonly #connection: Connection;
  readonly #coverage: Coverage;
  readonly #uniform: UniformSeries;
  readonly #statements = new Map<string, Statements>();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#coverage = new Coverage(connection);
    this.#uniform = new UniformSeries(connection);
  }

  summary({ from, to, ...filter }: SpendFilter): SpendSummary {
    return this.#connection.transaction(() => this.#between({ from, to }, narrow(filter)))();
  }

  /** In one snapshot, so that the buckets add up. */
  series(edges: readonly number[], filter: Narrowing): SpendBucket[] {
    const narrowed = narrow(filter);
    const span = spanOfEdges(edges);
    const { rollups, entries } = narrowed;
    if (span !== undefined && rollups) {
      return this.#connection.transaction(() => this.#uniform.between(edges, span, rollups, entries))();
    }
    return this.#connection.transaction(() =>
      edges.slice(1).map((end, index) => {
        const start = edges[index] ?? end;
        return { start, end, ...this.#between({ from: start, to: end }, narrowed) };
      }),
    )();
  }

  #between(range: TimeRange, narrowed: Narrowed): SpendSummary {
    const { rollups, edges, all } = this.#coverage.of(range, narrowed.rollups !== undefined);
    const statements = this.#prepared(narrowed);
    let sums: Sums = EMPTY;
    for (const { span, from, to } of rollups) {
      sums = plus(sums, statements.rollups?.get(span, from, to, ...(narrowed.rollups?.values ?? [])));
    }
    for (const { from, to } of edges) {
      sums = plus(sums, statements.entries.get(from, to, ...narrowed.entries.values));
    }
    const open = (state: string) =>
      statements.open.get(state, all.from, all.to, ...narrowed.entries.values) ?? 0n;
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
