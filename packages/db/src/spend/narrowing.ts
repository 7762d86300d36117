import type { SpendFilter } from '../ports/index.ts';

interface Condition {
  /** SQL to append after other conditions; empty or beginning with AND. */
  where: string;
  values: string[];
}

/** A filter as conditions on the tables that answer it. */
export interface Narrowed {
  /** Undefined when no table of sums knows the combination (a key and a tag at once), so that entries must be read. */
  rollups: (Condition & { table: 'spend_rollups' | 'label_rollups' }) | undefined;
  entries: Condition;
}

/** The unary plus on columns of `entries` keeps the planner on the span of `seq`, or on the index of open entries. */
export function narrow(filter: Omit<SpendFilter, 'from' | 'to'>): Narrowed {
  const columns = [
    ['project_id', filter.projectId],
    ['provider', filter.provider],
    ['model', filter.model],
  ].filter((pair): pair is [string, string] => pair[1] !== undefined);
  const { keyId, tag } = filter;
  const label = tag === undefined ? keyId && `key:${keyId}` : `tag:${tag}`;
  const byColumns = {
    where: columns.map(([column]) => ` AND ${column} = ?`).join(''),
    values: columns.map(([, value]) => value),
  };
  return {
    rollups:
      keyId !== undefined && tag !== undefined
        ? undefined
        : label === undefined
          ? { table: 'spend_rollups', ...byColumns }
          : {
              table: 'label_rollups',
              where: ` AND label = ?${byColumns.where}`,
              values: [label, ...byColumns.values],
            },
    entries: {
      where: [
        ...columns.map(([column]) => ` AND +${column} = ?`),
        ...(keyId === undefined ? [] : [' AND +key_id = ?']),
        ...(tag === undefined
          ? []
          : [' AND EXISTS (SELECT 1 FROM entry_tags WHERE entry_tags.tag = ? AND entry_seq = seq)']),
      ].join(''),
      values: [
        ...columns.map(([, value]) => value),
        ...(keyId === undefined ? [] : [keyId]),
        ...(tag === undefined ? [] : [tag]),
      ],
    },
  };
}
