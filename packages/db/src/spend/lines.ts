import type { Connection } from '../files/connection.ts';
import { tagsFromText } from '../ledger/entry-rows.ts';
import { pageSize } from '../paging/page.ts';
import type { LedgerLine, SpendReader } from '../ports/index.ts';
import { SeqRanges } from './seq-ranges.ts';

type LineFilter = Parameters<SpendReader['lines']>[0];

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

export class LedgerLines {
  readonly #connection: Connection;
  readonly #ranges: SeqRanges;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#ranges = new SeqRanges(connection);
  }

  list(filter: LineFilter): { items: LedgerLine[]; cursor: number | null } {
    const { where, values } = this.#conditions(filter);
    const limit = pageSize(filter.limit);
    const rows = this.#connection
      .prepare<(string | number)[], LineRow>(
        `SELECT ${COLUMNS} FROM entries WHERE ${where} ORDER BY seq LIMIT ?`,
      )
      .safeIntegers()
      .all(...values, limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { items: page.map(lineOf), cursor: last && rows.length > limit ? Number(last.seq) : null };
  }

  find(id: string): LedgerLine | undefined {
    const row = this.#connection
      .prepare<[string], LineRow>(`SELECT ${COLUMNS} FROM entries WHERE id = ?`)
      .safeIntegers()
      .get(id);
    return row && lineOf(row);
  }

  /** Every filter is read within a span of `seq`, so that each index gives rows in the order they were placed. */
  #conditions(filter: LineFilter): { where: string; values: (string | number)[] } {
    const { state, projectId, correlationId } = filter;
    const where = ['seq >= ?'];
    const from = filter.from === undefined ? 0 : this.#ranges.firstFrom(filter.from);
    const values: (string | number)[] = [Math.max(from, filter.after + 1)];
    const and = (condition: string, value: string | number) => {
      where.push(condition);
      values.push(value);
    };
    if (filter.to !== undefined) and('seq < ?', this.#ranges.firstFrom(filter.to));
    // A unary plus keeps the planner off the wider index.
    const rare = state !== undefined && state !== 'settled';
    if (correlationId !== undefined) and('correlation_id = ?', correlationId);
    if (state !== undefined && correlationId !== undefined) and('+state = ?', state);
    else if (rare) and("state <> 'settled' AND state = ?", state);
    else if (state !== undefined) and('+state = ?', state);
    if (projectId !== undefined) {
      and(correlationId !== undefined || rare ? '+project_id = ?' : 'project_id = ?', projectId);
    }
    return { where: where.join(' AND '), values };
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
