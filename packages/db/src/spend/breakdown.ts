import type { Connection } from '../files/connection.ts';
import { CONTRIBUTIONS } from '../ledger/contribution.ts';
import { SPANS_OF } from '../ledger/scopes.ts';
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
import { byOrigin, type Grouping, type GroupOfSums, groupBy } from './grouping.ts';
import { ScopeLists } from './scope-lists.ts';
import { SumRows } from './sum-rows.ts';
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
  readonly #rows: SumRows;
  readonly #lists: ScopeLists;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#coverage = new Coverage(connection);
    this.#summaries = new SpendSummaries(connection);
    this.#rows = new SumRows(connection);
    this.#lists = new ScopeLists(connection);
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
      const origins = byOrigin(this.#lists);
      const since = this.#firstSeen(origins);
      return [...this.#groups({ from: 0, to: Number.MAX_SAFE_INTEGER - FOUR_WEEKS_MS }, origins)]
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
    const groups = this.#groups({ from, to }, groupBy(by, narrowing, this.#lists));
    // Every entry has one project, one provider and one model.
    if (by !== 'tag' && by !== 'key') {
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

  #groups(range: TimeRange, { sums, entries }: Grouping): Map<Value, SpendSummary> {
    const cover = this.#coverage.of(range, SPANS_OF[sums[0]?.scopes.kind ?? 'all']);
    const groups = new Map<Value, SpendSummary>();
    const add = (value: Value, row: SumsRow) => {
      const known = groups.get(value) ?? NOTHING;
      groups.set(value, { ...known, ...plus(known, row) });
    };
    for (const { scopes, group } of sums) {
      for (const { value, ...row } of this.#rows.groups(scopes, cover.rollups, keyOf(group))) {
        add('value' in group ? group.value : value, row);
      }
    }
    if (cover.edges.length > 0) {
      const statement = this.#connection
        .prepare<(string | number)[], SumsRow & { value: Value }>(`
          SELECT ${entries.key} AS value, ${SUMS}
          FROM (${CONTRIBUTIONS} WHERE seq >= ? AND seq < ? ${entries.where}) ${entries.from} GROUP BY 1`)
        .safeIntegers();
      for (const { from, to } of cover.edges) {
        for (const { value, ...row } of statement.all(from, to, ...entries.values)) add(value, row);
      }
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

  #firstSeen({ sums }: Grouping): Map<Value, number> {
    return new Map(
      sums.flatMap(({ scopes, group }) =>
        this.#rows
          .firstStarts(scopes, FOUR_WEEKS_MS, keyOf(group))
          .map(({ value, start }): [Value, number] => [value, start]),
      ),
    );
  }
}

function keyOf(group: GroupOfSums['group']): string {
  return 'key' in group ? group.key : 'NULL';
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
