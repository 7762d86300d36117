import type { Connection } from '../files/connection.ts';
import { CONTRIBUTIONS } from '../ledger/contribution.ts';
import { SPANS_OF } from '../ledger/scopes.ts';
import type { TimeRange } from '../ledger/spans.ts';
import type { SpendBucket, SpendFilter, SpendSummary } from '../ports/index.ts';
import { Coverage } from './coverage.ts';
import { type Condition, type Narrowed, type Narrowing, narrow } from './narrowing.ts';
import { ScopeLists } from './scope-lists.ts';
import { SumRows } from './sum-rows.ts';
import { plus, SUMS, type SumsRow } from './sums.ts';
import { stepOfEdges, UniformSeries } from './uniform-series.ts';

type Bound = number | string;

/** Sums over the ledger: of whole spans from the table of sums, of the odd minutes and of what is open from entries. */
export class SpendSummaries {
  readonly #connection: Connection;
  readonly #coverage: Coverage;
  readonly #rows: SumRows;
  readonly #lists: ScopeLists;
  readonly #uniform: UniformSeries;
  readonly #statements = new Map<string, Statements>();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#coverage = new Coverage(connection);
    this.#rows = new SumRows(connection);
    this.#lists = new ScopeLists(connection);
    this.#uniform = new UniformSeries(connection);
  }

  summary({ from, to, ...filter }: SpendFilter): SpendSummary {
    return this.#connection.transaction(() => this.#between({ from, to }, this.#narrow(filter)))();
  }

  /** In one snapshot, so that the buckets add up. */
  series(edges: readonly number[], filter: Narrowing): SpendBucket[] {
    return this.#connection.transaction(() => {
      const narrowed = this.#narrow(filter);
      const step = stepOfEdges(edges);
      if (step !== undefined) return this.#uniform.between(edges, step, narrowed);
      return edges.slice(1).map((end, index) => {
        const start = edges[index] ?? end;
        return { start, end, ...this.#between({ from: start, to: end }, narrowed) };
      });
    })();
  }

  #narrow(filter: Narrowing): Narrowed {
    return narrow(filter, (projectId) => this.#lists.keysOf(projectId));
  }

  #between(range: TimeRange, { sums: scopes, entries }: Narrowed): SpendSummary {
    const { rollups, edges, all } = this.#coverage.of(range, SPANS_OF[scopes.kind]);
    const statements = this.#prepared(entries);
    let sums = this.#rows.total(scopes, rollups);
    for (const { from, to } of edges) sums = plus(sums, statements.entries.get(from, to, ...entries.values));
    const open = (state: string) => statements.open.get(state, all.from, all.to, ...entries.values) ?? 0n;
    return { ...sums, heldNanoUsd: open('held'), uncertainNanoUsd: open('uncertain') };
  }

  /** One set of statements for each shape of filter. */
  #prepared({ where }: Condition): Statements {
    const known = this.#statements.get(where);
    if (known) return known;
    const prepared = prepare(this.#connection, where);
    this.#statements.set(where, prepared);
    return prepared;
  }
}

type Statements = ReturnType<typeof prepare>;

function prepare(connection: Connection, where: string) {
  return {
    entries: connection
      .prepare<Bound[], SumsRow>(`SELECT ${SUMS} FROM (${CONTRIBUTIONS} WHERE seq >= ? AND seq < ? ${where})`)
      .safeIntegers(),
    open: connection
      .prepare<Bound[], bigint>(`
        SELECT coalesce(sum(held_nano_usd), 0) FROM entries
        WHERE state <> 'settled' AND state = ? AND seq >= ? AND seq < ? ${where}`)
      .pluck()
      .safeIntegers(),
  };
}
