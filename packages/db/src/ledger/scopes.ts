import { DAY_MS, FOUR_WEEKS_MS, QUARTER_MS } from './spans.ts';

/**
 * What sums are kept of: everything, a project, a key, a tag, and a tag on the calls of one key (or of none). The names of
 * the first four begin as those of a budget's scope do.
 */
export type SumScope = 'all' | 'project' | 'key' | 'tag' | 'key+tag';

/**
 * The lengths that each is summed by, longest first. Every length is a row more to write, so four weeks are kept only
 * where there are many to be listed at once.
 */
export const SPANS_OF: Readonly<Record<SumScope, readonly number[]>> = {
  all: [DAY_MS, QUARTER_MS],
  project: [FOUR_WEEKS_MS, DAY_MS, QUARTER_MS],
  key: [FOUR_WEEKS_MS, DAY_MS, QUARTER_MS],
  tag: [DAY_MS, QUARTER_MS],
  'key+tag': [DAY_MS, QUARTER_MS],
};

export const EVERYTHING = 'all';

export function projectScope(projectId: string): string {
  return `project:${projectId}`;
}

export function keyScope(keyId: string): string {
  return `key:${keyId}`;
}

export function tagScope(tag: string): string {
  return `tag:${tag}`;
}

/** No tag has a comma, so the last one ends the key. */
export function keyAndTagScope(keyId: string | null, tag: string): string {
  return `key+tag:${keyId ?? ''},${tag}`;
}

interface Marks {
  projectId: string;
  keyId: string | null;
  tags: readonly string[];
}

/**
 * Every scope that an entry counts in, with the project its row says. A key's calls are all of one project, but nothing
 * here relies on it; what is summed over projects says none.
 */
export function scopesOf({
  projectId,
  keyId,
  tags,
}: Marks): [scope: SumScope, name: string, project: string][] {
  return [
    ['all', EVERYTHING, ''],
    ['project', projectScope(projectId), projectId],
    ...(keyId === null ? [] : ([['key', keyScope(keyId), projectId]] as [SumScope, string, string][])),
    ...tags.flatMap((tag): [SumScope, string, string][] => [
      ['tag', tagScope(tag), ''],
      ['key+tag', keyAndTagScope(keyId, tag), projectId],
    ]),
  ];
}
