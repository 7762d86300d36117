import { InvalidBudgetError, readTag } from '@weighbridge/embeddings/domain';
import type { SpendFilter } from '../ports/index.ts';

/** How a scope narrows the ledger: by one thing, or not at all. */
export type ScopeFilter = Pick<SpendFilter, 'projectId' | 'keyId' | 'tag' | 'provider' | 'model'>;

const NAMES = { project: 'projectId', key: 'keyId', provider: 'provider', model: 'model' } as const;

/**
 * @throws InvalidBudgetError when it is none of `global`, `project:…`, `key:…`, `tag:…`, `provider:…`, `model:…`;
 * InputError INVALID_TAG
 */
export function parseScope(scope: string): ScopeFilter {
  if (scope === 'global') return {};
  const separator = scope.indexOf(':');
  const kind = scope.slice(0, Math.max(0, separator));
  const value = scope.slice(separator + 1);
  if (value === '' || separator < 1) throw unknown(scope);
  if (kind === 'tag') return { tag: readTag(value) };
  if (kind !== 'project' && kind !== 'key' && kind !== 'provider' && kind !== 'model') throw unknown(scope);
  return { [NAMES[kind]]: value };
}

function unknown(scope: string): InvalidBudgetError {
  return new InvalidBudgetError(
    'scope',
    `"${scope}" is no scope. Write global, or project:, key:, tag:, provider: or model: followed by an id.`,
  );
}
