import type { Connection } from '../files/connection.ts';
import { tagsFromText } from '../ledger/entry-rows.ts';
import { DAY_MS, type TimeRange } from '../ledger/spans.ts';
import { pageSize } from '../paging/page.ts';
import type { LedgerLine, LineFilter, LinePage } from '../ports/index.ts';
import { BusyQuarters } from './busy-quarters.ts';
import { isKeptInSums, lineConditions } from './line-conditions.ts';
import { END, SeqRanges } from './seq-ranges.ts';

/** Columns as they are named in a line, in the statement's order. */
const COLUMNS = `seq, id, kind, state, placed_at AS placedAt, closed_at AS closedAt, call_id AS callId,
  correlation_id AS correlationId, project_id AS projectId, key_id AS keyId, mode, provider, model, space, batch, attempt,
  inputs, held_tokens AS heldTokens, held_nano_usd AS heldNanoUsd, settled_tokens AS settledTokens,
  settled_nano_usd AS settledNanoUsd, would_have_nano_usd AS wouldHaveNanoUsd, usage,
  provider_request_id AS providerRequestId, duration_ms AS durationMs, error_code AS errorCode, tags`;

/** Money comes as bigints, and so do the counts, which `lineOf` turns back. */
type LineRow = { seq: bigint } & {
  [K in keyof LedgerLine]: K extends 'durationMs'
    ? number | null
    : K extends 'tags'
      ? string | null
      : LedgerLine[K] extends number
        ? bigint
        : LedgerLine[K] extends number | null
          ? bigint | null
          : LedgerLine[K];
};

/** Later than every entry, in ms. */
const FOR_EVER = Number.MAX_SAFE_INTEGER - DAY_MS;

export class LedgerLines {
  readonly #connection: Connection;
  readonly #ranges: SeqRanges;
  readonly #busy: BusyQuarters;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#ranges = new SeqRanges(connection);
    this.#busy = new BusyQuarters(connection);
  }

  /** In one snapshot, so that no line is missed between two of its parts. */
  list(filter: LineFilter & LinePage): { items: LedgerLine[]; cursor: number | null } {
    return this.#connection.transaction(() => {
      const limit = pageSize(filter.limit);
      const rows = this.#rows(filter, limit + 1);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return { items: page.map(lineOf), cursor: last && rows.length > limit ? Number(last.seq) : null };
    })();
  }

  find(id: string): LedgerLine | undefined {
    const row = this.#connection
      .prepare<[string], LineRow>(`SELECT ${COLUMNS} FROM entries WHERE id = ?`)
      .safeIntegers()
      .get(id);
    return row && lineOf(row);
  }

  #rows(filter: LineFilter & LinePage, wanted: number): LineRow[] {
    const { after, order = 'oldest' } = filter;
    const conditions = lineConditions(filter);
    const statement = this.#connection
      .prepare<(string | number)[], LineRow>(`
        SELECT ${COLUMNS} FROM entries WHERE seq >= ? AND seq < ? ${conditions.where}
        ORDER BY seq ${order === 'newest' ? 'DESC' : 'ASC'} LIMIT ?`)
      .safeIntegers();
    const within = this.#seqs(filter);
    if (order === 'newest' && after > 0) within.to = Math.min(within.to, after);
    else if (order === 'oldest') within.from = Math.max(within.from, after + 1);
    const read = ({ from, to }: TimeRange, limit: number) =>
      from < to ? statement.all(from, to, ...conditions.values, limit) : [];
    if (conditions.indexed || !isKeptInSums(filter)) return read(within, wanted);
    const rows: LineRow[] = [];
    for (const quarter of this.#busy.find(filter, this.#times(within), order)) {
      const seqs = this.#ranges.of(quarter);
      const overlap = { from: Math.max(seqs.from, within.from), to: Math.min(seqs.to, within.to) };
      rows.push(...read(overlap, wanted - rows.length));
      if (rows.length >= wanted) break;
    }
    return rows;
  }

  #seqs({ from, to }: LineFilter): TimeRange {
    return {
      from: from === undefined ? 0 : this.#ranges.firstFrom(from),
      to: to === undefined ? END : this.#ranges.firstFrom(to),
    };
  }

  /** The span of time that holds a span of `seq`; the ms of its last entry may be that of the entry after it, too. */
  #times({ from, to }: TimeRange): TimeRange {
    return {
      from: this.#ranges.timeFrom(from) ?? FOR_EVER,
      to: (this.#ranges.timeFrom(to) ?? FOR_EVER) + 1,
    };
  }
}

function lineOf(row: LineRow): LedgerLine {
  const { seq: _, ...line } = row;
  return {
    ...line,
    placedAt: Number(row.placedAt),
    closedAt: row.closedAt === null ? null : Number(row.closedAt),
    batch: Number(row.batch),
    attempt: Number(row.attempt),
    inputs: Number(row.inputs),
    heldTokens: Number(row.heldTokens),
    settledTokens: Number(row.settledTokens),
    tags: tagsFromText(row.tags),
  };
}
