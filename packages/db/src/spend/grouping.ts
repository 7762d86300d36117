import { projectScope } from '../ledger/scopes.ts';
import type { SpendDimension } from '../ports/index.ts';
import { type Narrowing, narrow, narrowSums, type ScopesOfSums, tagOfKeys } from './narrowing.ts';
import type { ScopeLists } from './scope-lists.ts';

/** Where the groups of a breakdown are read from; each `key` is an SQL expression that names a row's group. */
export interface Grouping {
  sums: readonly GroupOfSums[];
  entries: { from: string; key: string; where: string; values: string[] };
}

/** Scopes that are one group, or whose rows tell groups apart. */
export interface GroupOfSums {
  scopes: ScopesOfSums;
  group: { value: string } | { key: string };
}

const COLUMNS = { project: 'project_id', provider: 'provider', model: 'model' } as const;

/** Groups by a value that the filter does not fix. By key, what came without one is in no group. */
export function groupBy(by: SpendDimension, filter: Narrowing, lists: ScopeLists): Grouping {
  const { projectId, keyId, tag } = filter;
  const keys = projectId === undefined ? lists.keys() : lists.keysOf(projectId);
  const sumsOf = (more: Narrowing) => narrowSums({ ...filter, ...more }, () => keys);
  const { entries } = narrow(filter, () => keys);
  if (by === 'tag') {
    const tags = keyId === undefined ? lists.tags() : lists.tagsOf(keyId);
    return {
      sums: tags.map((value) => ({ scopes: sumsOf({ tag: value }), group: { value } })),
      entries: { from: ', json_each(tags) AS tag', key: 'tag.value', ...entries },
    };
  }
  if (by === 'key') {
    return {
      sums: keys.map((value) => ({ scopes: sumsOf({ keyId: value }), group: { value } })),
      entries: { from: '', key: 'key_id', ...entries },
    };
  }
  const key = COLUMNS[by];
  return { sums: sumsByColumn(), entries: { from: '', key, ...entries } };

  function sumsByColumn(): GroupOfSums[] {
    if (by !== 'project' || keyId !== undefined) return [{ scopes: sumsOf({}), group: { key } }];
    if (tag !== undefined) return [{ scopes: tagOfKeys(tag, keys, filter), group: { key } }];
    return lists.projects().map((value) => ({ scopes: sumsOf({ projectId: value }), group: { value } }));
  }
}

/** Everything, by all three columns at once. */
export function byOrigin(lists: ScopeLists): Grouping {
  const key = 'json_array(project_id, provider, model)';
  const names = lists.projects().map(projectScope);
  return {
    sums: [{ scopes: { kind: 'project', names, where: '', values: [] }, group: { key } }],
    entries: { from: '', key, where: '', values: [] },
  };
}
