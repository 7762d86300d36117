import { InputError } from './errors/input.ts';

/** Tags of one call. Each has sums of its own, so they are labels for a team or a job, not ids of single documents. */
export const MAX_TAGS = 10;

const TAG = /^[A-Za-z0-9][A-Za-z0-9._:/@=+-]{0,63}$/;

/** @throws InputError INVALID_TAG */
export function readTag(text: string): string {
  const tag = text.trim();
  if (TAG.test(tag)) return tag;
  throw new InputError(
    'INVALID_TAG',
    `"${tag.slice(0, 80)}" is no tag. Write 1 to 64 letters, digits and . _ : / @ = + -, beginning with a letter or a digit, such as team:search.`,
    { field: 'tags' },
  );
}

/** A call's tags, each once and sorted. @throws InputError INVALID_TAG for one that cannot be used, or for too many */
export function normaliseTags(tags: readonly string[]): string[] {
  const distinct = [...new Set(tags.map(readTag))].sort();
  if (distinct.length <= MAX_TAGS) return distinct;
  throw new InputError('INVALID_TAG', `A call takes at most ${MAX_TAGS} tags, not ${distinct.length}.`, {
    field: 'tags',
    limit: MAX_TAGS,
  });
}
