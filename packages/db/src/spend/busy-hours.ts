import type { Connection } from '../files/connection.ts';
import { floorTo, HOUR_MS, SPANS, type TimeRange } from '../ledger/spans.ts';
import type { LineFilter } from '../ports/index.ts';

type Bound = string | number;

/**
 * Which hours have entries of a filter, as the sums know: what is rare is found among millions without an index of its
 * own, which every call would have to pay for.
 */
export class BusyHours {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Within a span of time, in either direction; longer spans say which shorter ones to look at. */
  *find(filter: LineFilter, range: TimeRange, order: 'oldest' | 'newest'): Generator<TimeRange> {
    yield* this.#within(filter, range, order, this.#heldHours(range), 0);
  }

  *#within(
    filter: LineFilter,
    range: TimeRange,
    order: 'oldest' | 'newest',
    held: readonly number[],
    level: number,
  ): Generator<TimeRange> {
    const span = SPANS[level] ?? HOUR_MS;
    const spans = new Set([
      ...this.#starts(filter, span, range),
      ...held
        .filter((hour) => hour >= floorTo(span, range.from) && hour < range.to)
        .map((hour) => floorTo(span, hour)),
    ]);
    const sign = order === 'newest' ? -1 : 1;
    for (const start of [...spans].sort((a, b) => sign * (a - b))) {
      const part = { from: start, to: start + span };
      if (span === HOUR_MS) yield part;
      else {
        const overlap = { from: Math.max(start, range.from), to: Math.min(part.to, range.to) };
        yield* this.#within(filter, overlap, order, held, level + 1);
      }
    }
  }

  /** Starts of the spans that have any, as far as they overlap a span of time. */
  #starts(filter: LineFilter, span: number, range: TimeRange): number[] {
    const { keyId, tag } = filter;
    const label = keyId === undefined ? tag && `tag:${tag}` : `key:${keyId}`;
    const conditions: [string, Bound | undefined][] = [
      ['label', label],
      ['project_id', filter.projectId],
      ['provider', filter.provider],
      ['model', filter.model],
      ['kind', filter.kind],
    ];
    const given = conditions.filter((pair): pair is [string, Bound] => pair[1] !== undefined);
    return this.#connection
      .prepare<Bound[], number>(`
        SELECT DISTINCT start FROM ${label === undefined ? 'spend_rollups' : 'label_rollups'}
        WHERE span = ? AND start >= ? AND start < ? ${given.map(([column]) => `AND ${column} = ?`).join(' ')}`)
      .pluck()
      .all(span, floorTo(span, range.from), range.to, ...given.map(([, value]) => value));
  }

  /** What is held is in no sums yet. There is little of it at any time. */
  #heldHours(range: TimeRange): number[] {
    return this.#connection
      .prepare<[number, number], number>(`
        SELECT DISTINCT placed_at / ${HOUR_MS} * ${HOUR_MS} FROM entries
        WHERE state <> 'settled' AND state = 'held' AND +placed_at >= ? AND +placed_at < ?`)
      .pluck()
      .all(range.from, range.to);
  }
}
