import { describe, expect, it } from 'vitest';
import { MAX_TAGS, normaliseTags, readTag } from './tags.ts';

describe('tags', () => {
  it('are taken once each, trimmed and in order', () => {
    expect(normaliseTags(['team:search', ' nightly ', 'a/b=c', 'nightly'])).toEqual([
      'a/b=c',
      'nightly',
      'team:search',
    ]);
    expect(normaliseTags([])).toEqual([]);
  });

  it.each(['', ' ', 'a b', 'a,b', '-a', 'ä', 'x'.repeat(65), 'a\nb', '\u0000'])('refuse %j', (text) => {
    expect(() => readTag(text)).toThrow(expect.objectContaining({ code: 'INVALID_TAG' }));
  });

  it('refuse more than a call may bear', () => {
    const many = Array.from({ length: MAX_TAGS + 1 }, (_, index) => `t${index}`);
    expect(normaliseTags(many.slice(1))).toHaveLength(MAX_TAGS);
    expect(() => normaliseTags(many)).toThrow(expect.objectContaining({ code: 'INVALID_TAG' }));
  });
});
