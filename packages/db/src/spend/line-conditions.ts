import type { LineFilter } from '../ports/index.ts';

type Bound = string | number;

/** A filter as conditions on `entries`, for reading within a span of `seq` in the order of `seq`. */
export interface LineConditions {
  /** Beginning with AND, or empty. */
  where: string;
  values: Bound[];
  /** Whether an index of its own leads to the rows; otherwise they are looked for by quarter hours. */
  indexed: boolean;
}

/**
 * One condition is left to an index: a correlation id, a call, an error, a rare state, or the tag; the unary plus keeps
 * the planner off every other.
 */
export function lineConditions(filter: LineFilter): LineConditions {
  const where: string[] = [];
  const values: Bound[] = [];
  const and = (condition: string, value: Bound) => {
    where.push(` AND ${condition}`);
    values.push(value);
  };
  let indexed = false;
  const byIndex = (column: string, value: string | undefined) => {
    if (value === undefined) return;
    and(`${indexed ? '+' : ''}${column} = ?`, value);
    indexed = true;
  };
  /** That id, and those that begin with it and a dot, as the batches of a stream have them. */
  const byRun = (id: string | undefined) => {
    if (id === undefined) return;
    // '/' comes right after '.'.
    const bounds: Bound[] = [id, `${id}.`, `${id}/`];
    if (indexed) {
      where.push(' AND (+correlation_id = ? OR (+correlation_id > ? AND +correlation_id < ?))');
    } else {
      where.push(` AND seq IN (SELECT seq FROM entries WHERE correlation_id = ?
        UNION ALL SELECT seq FROM entries WHERE correlation_id > ? AND correlation_id < ?)`);
    }
    values.push(...bounds);
    indexed = true;
  };
  byIndex('call_id', filter.callId);
  byRun(filter.correlationId);
  byIndex('error_code', filter.errorCode);
  const { state, tag } = filter;
  if (state !== undefined && state !== 'settled' && !indexed) {
    and("state <> 'settled' AND state = ?", state);
    indexed = true;
  } else if (state !== undefined) {
    and('+state = ?', state);
  }
  const filtered = (column: string, value: string | undefined) => {
    if (value !== undefined) and(`+${column} = ?`, value);
  };
  filtered('project_id', filter.projectId);
  filtered('provider', filter.provider);
  filtered('model', filter.model);
  filtered('key_id', filter.keyId);
  filtered('kind', filter.kind);
  if (tag !== undefined) {
    and('EXISTS (SELECT 1 FROM entry_tags WHERE entry_tags.tag = ? AND entry_seq = entries.seq)', tag);
  }
  return { where: where.join(''), values, indexed };
}

/** Whether the sums can say which quarter hours have such entries. */
export function isKeptInSums(filter: LineFilter): boolean {
  const { projectId, provider, model, keyId, tag, kind } = filter;
  return [projectId, provider, model, keyId, tag, kind].some((value) => value !== undefined);
}
