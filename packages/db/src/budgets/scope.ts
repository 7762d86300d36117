import { InvalidBudgetError, readTag } from '@weighbridge/embeddings/domain';

/** How a scope narrows the ledger; null for `global`. A label has sums of its own. */
export type ScopeFilter =
  | { by: 'column'; column: 'project_id' | 'provider' | 'model'; value: string }
  | { by: 'label'; label: string; entries: 'key' | 'tag'; value: string }
  | null;

const COLUMNS = { project: 'project_id', provider: 'provider', model: 'model' } as const;

/**
 * @throws InvalidBudgetError when it is none of `global`, `project:…`, `key:…`, `tag:…`, `provider:…`, `model:…`;
 * InputError INVALID_TAG
 */
export function parseScope(scope: string): ScopeFilter {
  if (scope === 'global') return null;
  const separator = scope.indexOf(':');
  const kind = scope.slice(0, Math.max(0, separator));
  const value = scope.slice(separator + 1);
  if (value === '' || separator < 1) throw unknown(scope);
  if (kind === 'key') return { by: 'label', label: scope, entries: kind, value };
  if (kind === 'tag') return { by: 'label', label: scope, entries: kind, value: readTag(value) };
  if (kind !== 'project' && kind !== 'provider' && kind !== 'model') throw unknown(scope);
  return { by: 'column', column: COLUMNS[kind], value };
}

function unknown(scope: string): InvalidBudgetError {
  return new InvalidBudgetError(
    'scope',
    `"${scope}" is no scope. Write global, or project:, key:, tag:, provider: or model: followed by an id.`,
  );
}
