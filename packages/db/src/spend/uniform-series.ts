import type { Connection } from '../files/connection.ts';
import { SPANS_OF } from '../ledger/scopes.ts';
import { DAY_MS, QUARTER_MS } from '../ledger/spans.ts';
import type { SpendBucket, SpendSummary } from '../ports/index.ts';
import type { Narrowed } from './narrowing.ts';
import { SeqRanges } from './seq-ranges.ts';
import { SumRows } from './sum-rows.ts';
import { EMPTY, plus } from './sums.ts';

type Bound = number | string;

interface OpenRow {
  start: bigint;
  held: bigint;
  uncertain: bigint;
}

const NOTHING: SpendSummary = { ...EMPTY, heldNanoUsd: 0n, uncertainNanoUsd: 0n };

/** From here on a bucket has whole days in it, and is sooner added up from them than from quarter hours. */
const LONG_MS = 2 * DAY_MS;

/**
 * The length of consecutive buckets when all have the same, and one statement is the way to read them: days and longer ones
 * that are whole spans, or short ones of whole quarter hours. Undefined for any others.
 */
export function stepOfEdges(edges: readonly number[]): number | undefined {
  const [first = 0, second = 0] = edges;
  const step = second - first;
  const unit = step < LONG_MS ? QUARTER_MS : DAY_MS;
  if (step <= 0 || step % unit !== 0 || first % unit !== 0) return undefined;
  return edges.every((edge, index) => edge === first + index * step) ? step : undefined;
}

/** A series of buckets of one length: one statement for all of them. */
export class UniformSeries {
  readonly #connection: Connection;
  readonly #ranges: SeqRanges;
  readonly #rows: SumRows;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#ranges = new SeqRanges(connection);
    this.#rows = new SumRows(connection);
  }

  between(edges: readonly number[], step: number, { sums: scopes, entries }: Narrowed): SpendBucket[] {
    const from = edges[0] ?? 0;
    const to = edges.at(-1) ?? from;
    const span = SPANS_OF[scopes.kind].find((span) => step % span === 0 && from % span === 0) ?? QUARTER_MS;
    const startOf = (at: string) => (step === span ? at : `${at} - (${at} - ${from}) % ${step}`);
    const buckets = new Map<number, SpendSummary>();
    for (const { value, ...row } of this.#rows.groups(scopes, [{ span, from, to }], startOf('start'))) {
      const known = buckets.get(Number(value)) ?? NOTHING;
      buckets.set(Number(value), { ...known, ...plus(known, row) });
    }
    const seqs = this.#ranges.of({ from, to });
    const open = this.#connection
      .prepare<Bound[], OpenRow>(`
        SELECT placed_at - (placed_at - ${from}) % ${step} AS start,
          coalesce(sum(held_nano_usd) FILTER (WHERE state = 'held'), 0) AS held,
          coalesce(sum(held_nano_usd) FILTER (WHERE state = 'uncertain'), 0) AS uncertain
        FROM entries
        WHERE state <> 'settled' AND state IN ('held', 'uncertain') AND seq >= ? AND seq < ? ${entries.where}
        GROUP BY 1`)
      .safeIntegers()
      .all(seqs.from, seqs.to, ...entries.values);
    for (const { start, held, uncertain } of open) {
      const known = buckets.get(Number(start)) ?? NOTHING;
      buckets.set(Number(start), { ...known, heldNanoUsd: held, uncertainNanoUsd: uncertain });
    }
    return edges
      .slice(0, -1)
      .map((start) => ({ start, end: start + step, ...(buckets.get(start) ?? NOTHING) }));
  }
}
