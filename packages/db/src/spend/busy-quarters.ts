import type { EntryKind } from '@weighbridge/embeddings/domain';
import type { Connection } from '../files/connection.ts';
import { UNATTRIBUTED } from '../ledger/entry-rows.ts';
import { FIGURES_OF } from '../ledger/figures.ts';
import { SPANS_OF } from '../ledger/scopes.ts';
import { floorTo, QUARTER_MS, type TimeRange } from '../ledger/spans.ts';
import type { LineFilter } from '../ports/index.ts';
import { narrowSums, type ScopesOfSums } from './narrowing.ts';
import { ScopeLists } from './scope-lists.ts';

/**
 * Which quarter hours have entries of a filter, as the sums know: what is rare is found among millions without an index
 * of its own, which every call would have to pay for.
 */
export class BusyQuarters {
  readonly #connection: Connection;
  readonly #lists: ScopeLists;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#lists = new ScopeLists(connection);
  }

  /** Within a span of time, in either direction; longer spans say which shorter ones to look at. */
  *find(filter: LineFilter, range: TimeRange, order: 'oldest' | 'newest'): Generator<TimeRange> {
    const { kind, projectId, provider, model, keyId, tag } = filter;
    const scopes = narrowSums({ projectId, provider, model, keyId, tag }, (id) => this.#lists.keysOf(id));
    const held = this.#heldQuarters(range);
    const starts = this.#startsOf(scopes, kind);
    const sign = order === 'newest' ? -1 : 1;
    yield* within(range, SPANS_OF[scopes.kind]);

    function* within(
      range: TimeRange,
      [span = QUARTER_MS, ...shorter]: readonly number[],
    ): Generator<TimeRange> {
      const from = floorTo(span, range.from);
      const spans = new Set([
        ...starts(span, from, range.to),
        ...held
          .filter((quarter) => quarter >= from && quarter < range.to)
          .map((quarter) => floorTo(span, quarter)),
      ]);
      for (const start of [...spans].sort((a, b) => sign * (a - b))) {
        const part = { from: start, to: start + span };
        const overlap = { from: Math.max(start, range.from), to: Math.min(part.to, range.to) };
        if (shorter.length === 0) yield part;
        else yield* within(overlap, shorter);
      }
    }
  }

  /** Starts of the spans that have any, as far as they overlap a span of time. */
  #startsOf({ names, where, values }: ScopesOfSums, kind: EntryKind | undefined) {
    const statement = this.#connection
      .prepare<(string | number)[], number>(`
        SELECT DISTINCT start FROM spend_sums
        WHERE scope = ? AND span = ? AND start >= ? AND start < ? ${where} ${kind === undefined ? '' : has(kind)}`)
      .pluck();
    return (span: number, from: number, to: number) =>
      names.flatMap((name) => statement.all(name, span, from, to, ...values));
  }

  /** What is held is in no sums yet. There is little of it at any time. */
  #heldQuarters(range: TimeRange): number[] {
    return this.#connection
      .prepare<[number, number], number>(`
        SELECT DISTINCT placed_at / ${QUARTER_MS} * ${QUARTER_MS} FROM entries
        WHERE state <> 'settled' AND state = 'held' AND +placed_at >= ? AND +placed_at < ?`)
      .pluck()
      .all(range.from, range.to);
  }
}

/** An adjustment shares its only sum with attempts, but not its provider. */
function has(kind: EntryKind): string {
  const any = `AND ${Object.keys(FIGURES_OF[kind]).join(' + ')} > 0`;
  return kind === 'adjustment' ? `${any} AND provider = '${UNATTRIBUTED.provider}'` : any;
}
