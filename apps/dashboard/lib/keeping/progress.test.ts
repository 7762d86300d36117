import { describe, expect, it } from 'vitest';
import { progressOf, type Running } from './progress.ts';

const running = (changes: Partial<Running>): Running => ({
  kind: 'backup',
  startedAt: '2026-03-10T12:00:00.000Z',
  step: null,
  bytes: null,
  totalBytes: null,
  ...changes,
});

describe('progressOf', () => {
  it('says nothing of a share before there is one', () => {
    expect(progressOf(running({}))).toEqual({ share: null, text: 'Starting…' });
    expect(progressOf(running({ step: 'copy', bytes: 0, totalBytes: null })).share).toBeNull();
  });

  it('follows the copy by its size, the check of the copy by its steps, and never goes back', () => {
    const shares = [
      running({ step: 'copy', bytes: 0, totalBytes: 1_000_000 }),
      running({ step: 'copy', bytes: 400_000, totalBytes: 1_000_000 }),
      running({ step: 'copy', bytes: 1_200_000, totalBytes: 1_000_000 }),
      ...(
        ['pages', 'schema', 'foreign_keys', 'order', 'clock', 'amounts', 'windows', 'rollups'] as const
      ).map((step) => running({ step })),
    ].map((at) => progressOf(at).share ?? Number.NaN);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[1]).toBeCloseTo(0.28);
    expect(shares.at(-1)).toBeLessThan(1);
  });

  it.each([
    [
      { step: 'copy', bytes: 12_300_000, totalBytes: 40_000_000 },
      'Copying the database: 12.3 MB of at most 40 MB',
    ],
    [{ step: 'windows' }, 'Reading the copy back: counters of budgets (7 of 8)'],
    [{ kind: 'check', step: 'clock' }, 'Checking the ledger’s clock (5 of 8)'],
  ] as const)('words %j', (changes, text) => expect(progressOf(running(changes)).text).toBe(text));
});
