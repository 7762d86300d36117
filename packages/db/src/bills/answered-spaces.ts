import type { Connection } from '../files/connection.ts';
import { EVERYTHING } from '../ledger/scopes.ts';
import { HOUR_MS, QUARTER_MS } from '../ledger/spans.ts';
import type { AnsweredSpace } from '../ports/index.ts';
import { SeqRanges } from '../spend/seq-ranges.ts';

const OF_AN_HOUR = (order: 'ASC' | 'DESC') => `
  SELECT space FROM entries
  WHERE seq >= ? AND seq < ? AND kind = 'attempt' AND provider = ? AND state IN ('settled', 'uncertain')
  ORDER BY seq ${order} LIMIT 1`;

/**
 * In which spaces a provider's attempts of each hour were made, by the first and the last of it: a base URL is changed
 * seldom, and reading every attempt of a month would hold up whoever else reads.
 */
export class AnsweredSpaces {
  readonly #ranges: SeqRanges;
  readonly #hours;
  readonly #ofHour;

  constructor(connection: Connection) {
    this.#ranges = new SeqRanges(connection);
    this.#hours = connection
      .prepare<[number, number, string], number>(
        `SELECT DISTINCT start / ${HOUR_MS} * ${HOUR_MS} FROM spend_sums
         WHERE scope = '${EVERYTHING}' AND span = ${QUARTER_MS} AND start >= ? AND start < ? AND provider = ?
           AND requests + failed_attempts > 0 ORDER BY 1`,
      )
      .pluck();
    this.#ofHour = (['ASC', 'DESC'] as const).map((order) =>
      connection.prepare<[number, number, string], string>(OF_AN_HOUR(order)).pluck(),
    );
  }

  /** Oldest first; none of hours whose details were deleted. */
  of({ from, to, provider }: { from: number; to: number; provider: string }): AnsweredSpace[] {
    return this.#hours.all(from, to, provider).flatMap((hour) => {
      const seqs = this.#ranges.of({ from: hour, to: hour + HOUR_MS });
      const found = this.#ofHour.map((end) => end.get(seqs.from, seqs.to, provider));
      const spaces = new Set(found.filter((space) => space !== undefined));
      return [...spaces].map((space) => ({ hour, space }));
    });
  }
}
