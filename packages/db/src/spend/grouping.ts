import type { SpendDimension, SpendFilter } from '../ports/index.ts';
import { narrow } from './narrowing.ts';

/** Where groups are read from; each `key` is an SQL expression that names a row's group. */
export interface Grouping {
  /** Undefined when no table of sums tells the groups apart, so that entries must be read. */
  rollups: { from: string; key: string; where: string; values: string[] } | undefined;
  entries: { from: string; key: string; where: string; values: string[] };
}

const COLUMNS = { project: 'project_id', provider: 'provider', model: 'model' } as const;

/** Groups by a value that the filter does not fix. */
export function groupBy(by: SpendDimension, filter: Omit<SpendFilter, 'from' | 'to'>): Grouping {
  const narrowed = narrow(filter);
  if (by !== 'key' && by !== 'tag') {
    const key = COLUMNS[by];
    const { rollups } = narrowed;
    return {
      rollups: rollups && { from: rollups.table, key, where: rollups.where, values: rollups.values },
      entries: { from: '', key, ...narrowed.entries },
    };
  }
  const entries = { ...GROUPS_OF_ENTRIES[by], ...narrowed.entries };
  // Two labels at once are in no table of sums.
  if (narrowed.rollups?.table !== 'spend_rollups') return { rollups: undefined, entries };
  const { where, values } = narrowed.rollups;
  return { rollups: { from: labelsOf(by), key: `substr(label, ${by.length + 2})`, where, values }, entries };
}

/** Everything, by all three columns at once. */
export const ORIGINS: Grouping = {
  rollups: { from: 'spend_rollups', key: 'json_array(project_id, provider, model)', where: '', values: [] },
  entries: { from: '', key: 'json_array(project_id, provider, model)', where: '', values: [] },
};

const GROUPS_OF_ENTRIES = {
  key: { from: '', key: 'key_id' },
  tag: { from: ', json_each(tags) AS tag', key: 'tag.value' },
} as const;

/**
 * Sums of every label of a kind. The table begins with the label, so the labels are found one by one, each by a seek, and
 * a span of time is then a span of each: a scan of the table would read all its years.
 */
function labelsOf(kind: 'key' | 'tag'): string {
  // The character after the colon bounds everything that begins with it.
  const within = `label >= '${kind}:' AND label < '${kind};'`;
  return `(
    WITH RECURSIVE labels(label) AS (
      SELECT min(label) FROM label_rollups WHERE ${within}
      UNION ALL
      SELECT (SELECT min(label) FROM label_rollups WHERE label > labels.label AND ${within})
      FROM labels WHERE labels.label IS NOT NULL
    ) SELECT label FROM labels WHERE label IS NOT NULL
  ) CROSS JOIN label_rollups USING (label)`;
}
