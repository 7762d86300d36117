import { describe, expect, it } from 'vitest';
import { returnPath } from './return-path.ts';

describe('returnPath', () => {
  it.each(['/', '/quality?window=7d', '/audit?action=mode.set'])('goes back to %s', (path) =>
    expect(returnPath(path)).toBe(path),
  );
  it.each([
    undefined,
    null,
    '',
    'quality',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/\t/evil.example',
    '/sign-in?next=/',
    '/api/trpc/auth.me',
  ])('does not follow %s', (path) => expect(returnPath(path)).toBe('/'));
});
