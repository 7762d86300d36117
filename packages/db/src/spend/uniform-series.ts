import type { Connection } from '../files/connection.ts';
import { SPANS } from '../ledger/spans.ts';
import type { SpendBucket, SpendSummary } from '../ports/index.ts';
import type { Narrowed } from './narrowing.ts';
import { SeqRanges } from './seq-ranges.ts';
import { EMPTY, plus, SUMS, type SumsRow } from './sums.ts';

type Bound = number | string;

interface OpenRow {
  start: bigint;
  held: bigint;
  uncertain: bigint;
}

const NOTHING: SpendSummary = { ...EMPTY, heldNanoUsd: 0n, uncertainNanoUsd: 0n };

/** The length of consecutive buckets that are exactly the spans which sums are kept by; undefined for any others. */
export function spanOfEdges(edges: readonly number[]): number | undefined {
  const [first = 0, second = 0] = edges;
  const span = second - first;
  if (!SPANS.includes(span) || first % span !== 0) return undefined;
  return edges.every((edge, index) => edge === first + index * span) ? span : undefined;
}

/** A series of whole quarters, hours or days: one statement for all of its buckets. */
export class UniformSeries {
  readonly #connection: Connection;
  readonly #ranges: SeqRanges;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#ranges = new SeqRanges(connection);
  }

  between(
    edges: readonly number[],
    span: number,
    rollups: NonNullable<Narrowed['rollups']>,
    entries: Narrowed['entries'],
  ): SpendBucket[] {
    const from = edges[0] ?? 0;
    const to = edges.at(-1) ?? from;
    const sums = new Map<number, SpendSummary>();
    const rows = this.#connection
      .prepare<Bound[], SumsRow & { start: bigint }>(`
        SELECT start, ${SUMS} FROM ${rollups.table}
        WHERE span = ? AND start >= ? AND start < ? ${rollups.where} GROUP BY start`)
      .safeIntegers()
      .iterate(span, from, to, ...rollups.values);
    for (const { start, ...row } of rows) sums.set(Number(start), { ...NOTHING, ...plus(EMPTY, row) });
    const seqs = this.#ranges.of({ from, to });
    const open = this.#connection
      .prepare<Bound[], OpenRow>(`
        SELECT placed_at / ${span} * ${span} AS start,
          coalesce(sum(held_nano_usd) FILTER (WHERE state = 'held'), 0) AS held,
          coalesce(sum(held_nano_usd) FILTER (WHERE state = 'uncertain'), 0) AS uncertain
        FROM entries
        WHERE state <> 'settled' AND state IN ('held', 'uncertain') AND seq >= ? AND seq < ? ${entries.where}
        GROUP BY 1`)
      .safeIntegers()
      .all(seqs.from, seqs.to, ...entries.values);
    for (const { start, held, uncertain } of open) {
      const known = sums.get(Number(start)) ?? NOTHING;
      sums.set(Number(start), { ...known, heldNanoUsd: held, uncertainNanoUsd: uncertain });
    }
    return edges.slice(0, -1).map((start) => ({ start, end: start + span, ...(sums.get(start) ?? NOTHING) }));
  }
}
