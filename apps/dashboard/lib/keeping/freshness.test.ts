import { describe, expect, it } from 'vitest';
import type { KnownBackup } from '../trpc/types.ts';
import { freshness } from './freshness.ts';

const NOW = Date.parse('2026-03-10T12:00:00.000Z');
const HOUR = 3_600_000;
const backup = (ago: number, holds: string | null = '5 entries, sound'): KnownBackup => ({
  file: `/b/${ago}.db`,
  at: new Date(NOW - ago).toISOString(),
  bytes: 1,
  cacheBytes: null,
  actor: 'admin',
  holds,
});

describe('freshness', () => {
  it.each([
    [0, 'fresh'],
    [23 * HOUR, 'fresh'],
    [24 * HOUR, 'late'],
    [7 * 24 * HOUR, 'stale'],
  ])('calls a copy of %d ms ago %s', (ago, level) => {
    expect(freshness([backup(ago)], NOW).level).toBe(level);
  });

  it('goes by the newest, in whatever order they come', () => {
    const [old, young] = [backup(90 * HOUR), backup(2 * HOUR)];
    expect(freshness([old, young], NOW)).toEqual({ level: 'fresh', newest: young });
  });

  it('counts a file that nobody here wrote, and not one that was found wrong', () => {
    expect(freshness([backup(30 * HOUR, null)], NOW).level).toBe('late');
    const unsound = backup(HOUR, '5 entries, NOT SOUND');
    expect(freshness([unsound], NOW)).toEqual({ level: 'none', newest: undefined });
  });

  it('is none where there are none', () => expect(freshness([], NOW).level).toBe('none'));
});
