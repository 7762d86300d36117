import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RateLimit, RateLimiter } from './rate-limiter.ts';

const limit = (more: Partial<RateLimit> = {}): RateLimit => ({
  id: 'r1',
  scope: 'project:default',
  metric: 'requests',
  period: 'minute',
  limit: 3,
  ...more,
});

describe('rate limits of our own', () => {
  it('refuses the call over the limit and says when to come back, and then lets it in', () => {
    const limiter = new RateLimiter();
    for (let call = 0; call < 3; call += 1) limiter.admit([limit()], 10, 1_000_000);
    let wait = 0;
    try {
      limiter.admit([limit()], 10, 1_000_000);
    } catch (error) {
      expect(error).toMatchObject({
        code: 'RATE_LIMITED',
        retryable: true,
        facts: { used: 3, asked: 1, limit: 3 },
      });
      wait = (error as { retryAfterMs: number }).retryAfterMs;
    }
    expect(wait).toBeGreaterThan(58_000);
    expect(wait).toBeLessThanOrEqual(61_000);
    expect(() => limiter.admit([limit()], 10, 1_000_000 + wait - 1001)).toThrow();
    limiter.admit([limit()], 10, 1_000_000 + wait);
  });

  it('says plainly that a call larger than the limit never fits', () => {
    const tokens = limit({ metric: 'tokens', limit: 100 });
    expect(() => new RateLimiter().admit([tokens], 101, 0)).toThrow(
      expect.objectContaining({ retryable: false, message: expect.stringContaining('smaller parts') }),
    );
  });

  it('says how long until one more fits, and that is when it does', () => {
    const limiter = new RateLimiter();
    expect(limiter.waitFor(limit(), 1_000_000)).toBe(0);
    for (let call = 0; call < 3; call += 1) limiter.admit([limit()], 10, 1_000_000);
    const wait = limiter.waitFor(limit(), 1_000_000);
    expect(() => limiter.admit([limit()], 10, 1_000_000 + wait - 1001)).toThrow();
    limiter.admit([limit()], 10, 1_000_000 + wait);
  });

  it('counts against every limit or against none', () => {
    const limiter = new RateLimiter();
    const wide = limit({ id: 'wide', scope: 'global', limit: 100 });
    limiter.admit([wide, limit({ limit: 1 })], 1, 0);
    expect(() => limiter.admit([wide, limit({ limit: 1 })], 1, 0)).toThrow();
    expect(limiter.used(wide, 0)).toBe(1);
  });

  it('keeps what was used when a limit is raised', () => {
    const limiter = new RateLimiter();
    limiter.admit([limit({ limit: 1 })], 1, 0);
    limiter.admit([limit({ limit: 2 })], 1, 0);
    expect(() => limiter.admit([limit({ limit: 2 })], 1, 0)).toThrow();
  });

  it('never admits more than the limit in any window, whatever the arrivals', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 200 }), (gaps) => {
        const limiter = new RateLimiter();
        const admitted: number[] = [];
        let now = 5_000_000;
        for (const gap of gaps) {
          now += gap;
          try {
            limiter.admit([limit({ limit: 5 })], 1, now);
            admitted.push(now);
          } catch {}
        }
        // Steps of a second: a window is never shorter than a minute less one step.
        for (const at of admitted) {
          expect(admitted.filter((other) => other >= at && other < at + 59_000).length).toBeLessThanOrEqual(
            5,
          );
        }
      }),
    );
  });

  it('goes on from what was used before, which falls out in its time', () => {
    const limiter = new RateLimiter();
    limiter.countBefore(limit(), [
      { at: 970_000, amount: 1 },
      { at: 990_000, amount: 1 },
    ]);
    limiter.admit([limit()], 1, 1_000_000);
    expect(() => limiter.admit([limit()], 1, 1_000_000)).toThrow(
      expect.objectContaining({ retryAfterMs: 30_000 }),
    );
    limiter.admit([limit()], 1, 1_030_000);
  });

  it('does not forget when the clock goes back', () => {
    const limiter = new RateLimiter();
    limiter.admit([limit({ limit: 1 })], 1, 1_000_000);
    expect(() => limiter.admit([limit({ limit: 1 })], 1, 0)).toThrow();
  });
});
