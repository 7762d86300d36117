import type { EntryKind } from '@weighbridge/embeddings/domain';
import type { Connection } from '../files/connection.ts';
import { type Contribution, isNothing } from './contribution.ts';
import { FIGURES_OF, type Figures } from './figures.ts';
import { SPANS_OF, scopesOf } from './scopes.ts';
import { floorTo } from './spans.ts';

export interface RollupKey {
  placedAt: number;
  projectId: string;
  keyId: string | null;
  tags: readonly string[];
  provider: string;
  model: string;
  kind: EntryKind;
}

/** Keeps the sums in step with the entries, within the transaction that changes an entry. */
export class Rollups {
  readonly #connection: Connection;
  readonly #adding = new Map<EntryKind, ReturnType<typeof adding>>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  add({ kind, placedAt, provider, model, ...marks }: RollupKey, change: Contribution): void {
    if (isNothing(change)) return;
    const { statement, parts } = this.#of(kind);
    const values = parts.map((part) => change[part]);
    for (const [scope, name, project] of scopesOf(marks)) {
      for (const span of SPANS_OF[scope]) {
        statement.run(name, span, floorTo(span, placedAt), project, provider, model, ...values);
      }
    }
  }

  #of(kind: EntryKind) {
    const known = this.#adding.get(kind);
    if (known) return known;
    const prepared = adding(this.#connection, FIGURES_OF[kind]);
    this.#adding.set(kind, prepared);
    return prepared;
  }
}

/** Adds to the columns of one kind; those of the others begin with 0. */
function adding(connection: Connection, figures: Figures) {
  const columns = Object.keys(figures);
  const statement = connection.prepare<(string | number | bigint)[]>(`
    INSERT INTO spend_sums (scope, span, start, project_id, provider, model, ${columns.join(', ')})
    VALUES (?, ?, ?, ?, ?, ?, ${columns.map(() => '?').join(', ')})
    ON CONFLICT DO UPDATE SET ${columns.map((column) => `${column} = ${column} + excluded.${column}`).join(', ')}`);
  return { statement, parts: Object.values(figures) };
}
