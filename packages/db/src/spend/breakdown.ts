import type { Connection } from '../files/connection.ts';
import { CONTRIBUTIONS } from '../ledger/contribution.ts';
import { FOUR_WEEKS_MS, type TimeRange } from '../ledger/spans.ts';
import type {
  SpendBreakdown,
  SpendDimension,
  SpendFilter,
  SpendOrigin,
  SpendShare,
  SpendSummary,
} from '../ports/index.ts';
import { Coverage } from './coverage.ts';
import { type Grouping, groupBy, ORIGINS } from './grouping.ts';
import { SpendSummaries } from './summary.ts';
import { EMPTY, plus, SUMS, type SumsRow } from './sums.ts';

type Value = string | null;

interface OpenRow {
  value: Value;
  held: bigint;
  uncertain: bigint;
}

const NOTHING: SpendSummary = { ...EMPTY, heldNanoUsd: 0n, uncertainNanoUsd: 0n };

/** The same sums as `SpendSummaries`, told apart by a value. */
export class SpendBreakdowns {
  readonly #connection: Connection;
  readonly #coverage: Coverage;
  readonly #summaries: SpendSummaries;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#coverage = new Coverage(connection);
    this.#summaries = new SpendSummaries(connection);
  }

  /** In one snapshot, so that the shares add up. */
  by(filter: SpendFilter, by: SpendDimension): SpendBreakdown {
    return this.#connection.transaction(() => {
      const { total, groups } = this.#split(filter, by);
      const shares = [...groups]
        .filter(([, sums]) => !isNothing(sums))
        .map(([value, sums]) => ({ ...sums, value }))
        .sort(dearestFirst);
      return { total, shares };
    })();
  }

  origins(): SpendOrigin[] {
    return this.#connection.transaction(() => {
      const since = this.#firstDays();
      return [...this.#groups({ from: 0, to: Number.MAX_SAFE_INTEGER - FOUR_WEEKS_MS }, ORIGINS)]
        .map(([value, sums]) => {
          const [projectId, provider, model] = JSON.parse(value ?? '[]') as [string, string, string];
          // What has only been held so far has no sums yet.
          return { ...sums, projectId, provider, model, since: since.get(value) ?? Number.MAX_SAFE_INTEGER };
        })
        .sort((a, b) => a.since - b.since || compare(nameOf(a), nameOf(b)));
    })();
  }

  #split(filter: SpendFilter, by: SpendDimension): { total: SpendSummary; groups: Map<Value, SpendSummary> } {
    const { from, to, ...narrowing } = filter;
    const fixed = fixedValue(filter, by);
    if (fixed !== undefined) {
      const total = this.#summaries.summary(filter);
      return { total, groups: new Map([[fixed, total]]) };
    }
    const grouping = groupBy(by, narrowing);
    const groups = this.#groups({ from, to }, grouping);
    // Every entry has one project, one provider and one model, and read one by one, one key or none.
    if (by !== 'tag' && (by !== 'key' || !grouping.rollups)) {
      return { total: [...groups.values()].reduce(both, NOTHING), groups };
    }
    const total = this.#summaries.summary(filter);
    if (by === 'key') {
      // Sums are kept of what has a key; what has none is the rest.
      groups.delete(null);
      groups.set(null, [...groups.values()].reduce(minus, total));
    }
    return { total, groups };
  }

  #groups(range: TimeRange, { rollups, entries }: Grouping): Map<Value, SpendSummary> {
    const cover = this.#coverage.of(range, rollups !== undefined);
    const groups = new Map<Value, SpendSummary>();
    const add = (rows: Iterable<SumsRow & { value: Value }>) => {
      for (const { value, ...row } of rows) {
        const known = groups.get(value) ?? NOTHING;
        groups.set(value, { ...known, ...plus(known, row) });
      }
    };
    if (rollups) {
      const statement = this.#connection
        .prepare<(string | number)[], SumsRow & { value: Value }>(`
          SELECT ${rollups.key} AS value, ${SUMS} FROM ${rollups.from}
          WHERE span = ? AND start >= ? AND start < ? ${rollups.where} GROUP BY 1`)
        .safeIntegers();
      for (const { span, from, to } of cover.rollups) add(statement.all(span, from, to, ...rollups.values));
    }
    if (cover.edges.length > 0) {
      const statement = this.#connection
        .prepare<(string | number)[], SumsRow & { value: Value }>(`
          SELECT ${entries.key} AS value, ${SUMS}
          FROM (${CONTRIBUTIONS} WHERE seq >= ? AND seq < ? ${entries.where}) ${entries.from} GROUP BY 1`)
        .safeIntegers();
      for (const { from, to } of cover.edges) add(statement.all(from, to, ...entries.values));
    }
    const open = this.#connection
      .prepare<(string | number)[], OpenRow>(`
        SELECT ${entries.key} AS value,
          coalesce(sum(held_nano_usd) FILTER (WHERE state = 'held'), 0) AS held,
          coalesce(sum(held_nano_usd) FILTER (WHERE state = 'uncertain'), 0) AS uncertain
        FROM entries ${entries.from}
        WHERE state <> 'settled' AND state IN ('held', 'uncertain') AND seq >= ? AND seq < ? ${entries.where}
        GROUP BY 1`)
      .safeIntegers();
    for (const { value, held, uncertain } of open.all(cover.all.from, cover.all.to, ...entries.values)) {
      const known = groups.get(value) ?? NOTHING;
      groups.set(value, { ...known, heldNanoUsd: held, uncertainNanoUsd: uncertain });
    }
    return groups;
  }

  #firstDays(): Map<Value, number> {
    const rows = this.#connection
      .prepare<[number], { value: Value; since: number }>(
        `SELECT ${ORIGINS.entries.key} AS value, min(start) AS since FROM spend_rollups WHERE span = ? GROUP BY 1`,
      )
      .all(FOUR_WEEKS_MS);
    return new Map(rows.map(({ value, since }) => [value, since]));
  }
}

function fixedValue(filter: SpendFilter, by: SpendDimension): string | undefined {
  const { projectId: project, provider, model, keyId: key, tag } = filter;
  return { project, provider, model, key, tag }[by];
}

function dearestFirst(a: SpendShare, b: SpendShare): number {
  return (
    compare(spent(b), spent(a)) ||
    compare(b.freeWouldHaveNanoUsd, a.freeWouldHaveNanoUsd) ||
    compare(a.value ?? '', b.value ?? '')
  );
}

function spent(sums: SpendSummary): bigint {
  return sums.settledNanoUsd + sums.uncertainNanoUsd + sums.heldNanoUsd;
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function nameOf({ projectId, provider, model }: SpendOrigin): string {
  return JSON.stringify([projectId, provider, model]);
}

function isNothing(sums: SpendSummary): boolean {
  return Object.values(sums).every((figure) => figure === 0 || figure === 0n);
}

function both(one: SpendSummary, other: SpendSummary): SpendSummary {
  return combine(one, other, 1);
}

function minus(total: SpendSummary, share: SpendSummary): SpendSummary {
  return combine(total, share, -1);
}

function combine(one: SpendSummary, other: SpendSummary, sign: 1 | -1): SpendSummary {
  const sums = { ...one } as Record<keyof SpendSummary, bigint | number>;
  for (const name of Object.keys(NOTHING) as (keyof SpendSummary)[]) {
    const [before, change] = [sums[name], other[name]];
    sums[name] =
      typeof before === 'bigint' ? before + BigInt(sign) * BigInt(change) : before + sign * Number(change);
  }
  return sums as SpendSummary;
}
