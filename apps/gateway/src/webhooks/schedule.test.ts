import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DELIVERY, delayAfter, retryAfterMs } from './schedule.ts';

const HOUR = 3_600_000;

describe('the schedule of tries', () => {
  it('waits three times as long each time, up to a bound, and takes about half a day', () => {
    const steady = Array.from({ length: 10 }, (_, at) => delayAfter(at + 1, DEFAULT_DELIVERY, () => 0.5));
    expect(steady).toEqual([
      10_000,
      30_000,
      90_000,
      270_000,
      810_000,
      2_430_000,
      7_290_000,
      4 * HOUR,
      4 * HOUR,
      undefined,
    ]);
    const total = steady.reduce<number>((sum, wait) => sum + (wait ?? 0), 0);
    expect(total / HOUR).toBeCloseTo(11, 0);
  });

  it('scatters by a fifth', () => {
    const attempts = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(attempts, fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const steady = delayAfter(attempt, DEFAULT_DELIVERY, () => 0.5)!;
        const wait = delayAfter(attempt, DEFAULT_DELIVERY, () => random)!;
        expect(Math.abs(wait / steady - 1)).toBeLessThanOrEqual(0.2001);
      }),
    );
  });

  it('comes no sooner than it was asked to, within reason', () => {
    const asked = (ms: number) => delayAfter(1, DEFAULT_DELIVERY, () => 0.5, ms);
    expect(asked(60_000)).toBe(60_000);
    expect(asked(1)).toBe(10_000);
    expect(asked(1000 * HOUR)).toBe(4 * HOUR);
    const now = Date.UTC(2026, 0, 1);
    expect(retryAfterMs('120', now)).toBe(120_000);
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:30 GMT', now)).toBe(30_000);
    expect(retryAfterMs('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0);
    expect(retryAfterMs('soon', now)).toBeUndefined();
    expect(retryAfterMs(null, now)).toBeUndefined();
  });
});
