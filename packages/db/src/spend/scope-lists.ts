import type { Connection } from '../files/connection.ts';
import { keyScope, type SumScope } from '../ledger/scopes.ts';
import { FOUR_WEEKS_MS } from '../ledger/spans.ts';

/**
 * Which projects, keys and tags have sums. The table begins with the scope, so scopes are found one by one, each by a
 * seek, and a span of time is then a span of each: a scan of the table would read all its years.
 */
export class ScopeLists {
  readonly #list;
  readonly #keyHas;

  constructor(connection: Connection) {
    const within = 'scope >= @from AND scope < @to';
    this.#list = connection
      .prepare<{ from: string; to: string }, string>(`
        WITH RECURSIVE scopes(scope) AS (
          SELECT min(scope) FROM spend_sums WHERE ${within}
          UNION ALL
          SELECT (SELECT min(scope) FROM spend_sums WHERE scope > scopes.scope AND ${within})
          FROM scopes WHERE scopes.scope IS NOT NULL
        ) SELECT scope FROM scopes WHERE scope IS NOT NULL`)
      .pluck();
    this.#keyHas = connection
      .prepare<[string, string], number>(
        `SELECT 1 FROM spend_sums WHERE scope = ? AND span = ${FOUR_WEEKS_MS} AND project_id = ? LIMIT 1`,
      )
      .pluck();
  }

  projects(): string[] {
    return this.#within('project', '');
  }

  keys(): string[] {
    return this.#within('key', '');
  }

  keysOf(projectId: string): string[] {
    return this.keys().filter((key) => this.#keyHas.get(keyScope(key), projectId) !== undefined);
  }

  tags(): string[] {
    return this.#within('tag', '');
  }

  /** Tags that calls of a key bear, or calls without one. */
  tagsOf(keyId: string | null): string[] {
    return this.#within('key+tag', `${keyId ?? ''},`);
  }

  /** What follows in the names of a kind's scopes that begin with some text. */
  #within(kind: SumScope, beginning: string): string[] {
    const from = `${kind}:${beginning}`;
    // The character after the last one bounds everything that begins with it.
    const last = from.charCodeAt(from.length - 1);
    const to = `${from.slice(0, -1)}${String.fromCharCode(last + 1)}`;
    return this.#list.all({ from, to }).map((name) => name.slice(from.length));
  }
}
