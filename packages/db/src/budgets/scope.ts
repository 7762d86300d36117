import { InvalidBudgetError } from '@weighbridge/embeddings/domain';

/** The column of the ledger that a scope narrows; null for `global`. */
export interface ScopeFilter {
  column: 'project_id' | 'key_id' | 'provider' | 'model' | null;
  value: string | null;
}

const COLUMNS: Readonly<Record<string, ScopeFilter['column']>> = {
  project: 'project_id',
  key: 'key_id',
  provider: 'provider',
  model: 'model',
};

/** @throws InvalidBudgetError when it is none of `global`, `project:…`, `key:…`, `provider:…`, `model:…` */
export function parseScope(scope: string): ScopeFilter {
  if (scope === 'global') return { column: null, value: null };
  const [kind = '', ...rest] = scope.split(':');
  const column = Object.hasOwn(COLUMNS, kind) ? COLUMNS[kind] : undefined;
  const value = rest.join(':');
  if (!column || value === '') {
    throw new InvalidBudgetError(
      'scope',
      `"${scope}" is no scope. Write global, or project:, key:, provider: or model: followed by an id.`,
    );
  }
  return { column, value };
}
