import {
  EVERYTHING,
  keyAndTagScope,
  keyScope,
  projectScope,
  type SumScope,
  tagScope,
} from '../ledger/scopes.ts';
import type { SpendFilter } from '../ports/index.ts';

/** A filter without its span of time. */
export type Narrowing = { [K in Exclude<keyof SpendFilter, 'from' | 'to'>]?: string | undefined };

export interface Condition {
  /** SQL to append after other conditions; empty or beginning with AND. */
  where: string;
  values: string[];
}

/** Scopes of one kind that have no entry in common, and what to take of their rows. */
export interface ScopesOfSums extends Condition {
  kind: SumScope;
  names: readonly string[];
}

/** A filter as conditions on the tables that answer it. */
export interface Narrowed {
  sums: ScopesOfSums;
  entries: Condition;
}

/** The keys that have sums of a project. */
export type KeysOf = (projectId: string) => readonly string[];

export function narrow(filter: Narrowing, keysOf: KeysOf): Narrowed {
  return { sums: narrowSums(filter, keysOf), entries: narrowEntries(filter) };
}

/** The scopes that know a filter's project, key and tag, and conditions for what their names do not say. */
export function narrowSums(filter: Narrowing, keysOf: KeysOf): ScopesOfSums {
  const { projectId, keyId, tag, provider, model } = filter;
  const all = conditionOf({ projectId, provider, model }, '');
  if (keyId !== undefined && tag !== undefined) {
    return { kind: 'key+tag', names: [keyAndTagScope(keyId, tag)], ...all };
  }
  if (keyId !== undefined) return { kind: 'key', names: [keyScope(keyId)], ...all };
  if (tag !== undefined && projectId !== undefined) return tagOfKeys(tag, keysOf(projectId), filter);
  const others = conditionOf({ provider, model }, '');
  if (tag !== undefined) return { kind: 'tag', names: [tagScope(tag)], ...others };
  if (projectId !== undefined) return { kind: 'project', names: [projectScope(projectId)], ...others };
  return { kind: 'all', names: [EVERYTHING], ...others };
}

/** A tag's sums as rows that tell projects apart, which those of the tag alone do not. */
export function tagOfKeys(tag: string, keys: readonly string[], filter: Narrowing): ScopesOfSums {
  const { projectId, provider, model } = filter;
  const names = [null, ...keys].map((key) => keyAndTagScope(key, tag));
  return { kind: 'key+tag', names, ...conditionOf({ projectId, provider, model }, '') };
}

/** The unary plus keeps the planner on the span of `seq`, or on the index of open entries. */
function narrowEntries({ tag, ...filter }: Narrowing): Condition {
  const { where, values } = conditionOf(filter, '+');
  if (tag === undefined) return { where, values };
  const tagged = 'EXISTS (SELECT 1 FROM entry_tags WHERE entry_tags.tag = ? AND entry_seq = seq)';
  return { where: `${where} AND ${tagged}`, values: [...values, tag] };
}

const COLUMNS = { projectId: 'project_id', provider: 'provider', model: 'model', keyId: 'key_id' } as const;

function conditionOf(filter: Omit<Narrowing, 'tag'>, prefix: '+' | ''): Condition {
  const names = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
  const given = names.flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [{ column: COLUMNS[name], value }];
  });
  return {
    where: given.map(({ column }) => ` AND ${prefix}${column} = ?`).join(''),
    values: given.map(({ value }) => value),
  };
}
