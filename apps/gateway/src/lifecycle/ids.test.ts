import { expect, it } from 'vitest';
import { createIds } from './ids.ts';

it('gives thousands of different ids of one form, and knows its own', () => {
  const [mine, theirs] = [createIds(), createIds()];
  const ids = Array.from({ length: 2000 }, () => mine.newId('call'));
  expect(new Set(ids).size).toBe(2000);
  for (const id of ids) expect(id).toMatch(/^call_[0-9a-f]{26}$/);
  expect(ids.every(mine.isOwn)).toBe(true);
  expect(ids.some(theirs.isOwn)).toBe(false);
});
