import type { Connection } from '../files/connection.ts';
import type { Decomposition } from '../ledger/spans.ts';
import type { ScopesOfSums } from './narrowing.ts';
import { EMPTY, plus, SUMS, type Sums, type SumsRow } from './sums.ts';

type Spans = Decomposition['rollups'];

/** Sums of one group of rows. */
export type GroupRow = SumsRow & { value: string | null };

/** Reads the table of sums, one scope and span of time after the other: each is one range of its key. */
export class SumRows {
  readonly #connection: Connection;
  readonly #statements = new Map<string, ReturnType<typeof prepare>>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  total(scopes: ScopesOfSums, spans: Spans): Sums {
    let sums: Sums = EMPTY;
    for (const row of this.groups(scopes, spans, 'NULL')) sums = plus(sums, row);
    return sums;
  }

  /** `key` is an SQL expression that names a row's group; a group comes once for each scope and span. */
  *groups({ names, where, values }: ScopesOfSums, spans: Spans, key: string): Generator<GroupRow> {
    const statement = this.#prepared(key, where);
    for (const name of names) {
      for (const { span, from, to } of spans) yield* statement.all(name, span, from, to, ...values);
    }
  }

  /** The first span of a length in which each group has any. */
  firstStarts({ names, where, values }: ScopesOfSums, span: number, key: string) {
    const statement = this.#connection.prepare<(string | number)[], { value: string | null; start: number }>(
      `SELECT ${key} AS value, min(start) AS start FROM spend_sums WHERE scope = ? AND span = ? ${where} GROUP BY 1`,
    );
    return names.flatMap((name) => statement.all(name, span, ...values));
  }

  #prepared(key: string, where: string) {
    const shape = `${key}|${where}`;
    const known = this.#statements.get(shape);
    if (known) return known;
    const prepared = prepare(this.#connection, key, where);
    this.#statements.set(shape, prepared);
    return prepared;
  }
}

function prepare(connection: Connection, key: string, where: string) {
  const grouped = key === 'NULL' ? 'HAVING count(*) > 0' : 'GROUP BY 1';
  return connection
    .prepare<(string | number)[], GroupRow>(`
      SELECT ${key} AS value, ${SUMS} FROM spend_sums
      WHERE scope = ? AND span = ? AND start >= ? AND start < ? ${where} ${grouped}`)
    .safeIntegers();
}
