import type { Connection } from '../files/connection.ts';
import { QUARTER_MS } from '../ledger/spans.ts';
import type { Retention } from '../ports/index.ts';

export const DAYS = 'retention.days';
export const DETAILS_FROM = 'retention.details_from';

export class RetentionReader {
  readonly #value;
  readonly #sumsFrom;

  constructor(connection: Connection) {
    this.#value = connection
      .prepare<[string], string>('SELECT value FROM named_values WHERE name = ?')
      .pluck();
    this.#sumsFrom = connection
      .prepare<[number], number | null>('SELECT min(start) FROM spend_rollups WHERE span = ?')
      .pluck();
  }

  get(): Retention {
    return {
      days: this.#number(DAYS),
      detailsFrom: this.#number(DETAILS_FROM),
      sumsFrom: this.#sumsFrom.get(QUARTER_MS) ?? null,
    };
  }

  /** 0 while nothing was ever deleted. */
  detailsFrom(): number {
    return this.#number(DETAILS_FROM) ?? 0;
  }

  #number(name: string): number | null {
    const text = this.#value.get(name);
    return text === undefined || text === '' ? null : Number(text);
  }
}
