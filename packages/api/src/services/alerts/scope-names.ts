import type { Stores } from '@weighbridge/db';

/** What budgets' scopes are called in a sentence; a project or key that is gone keeps its id. */
export async function scopeNames(
  stores: Pick<Stores, 'projects' | 'keys'>,
): Promise<(scope: string) => string> {
  const [projects, keys] = await Promise.all([stores.projects.list(), stores.keys.list()]);
  return (scope) => {
    if (scope === 'global') return 'everything';
    const separator = scope.indexOf(':');
    const kind = scope.slice(0, separator);
    const id = scope.slice(separator + 1);
    const named = kind === 'project' ? projects : kind === 'key' ? keys : [];
    return `${kind} “${named.find((one) => one.id === id)?.name ?? id}”`;
  };
}
