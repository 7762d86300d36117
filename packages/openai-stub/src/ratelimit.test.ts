import { describe, expect, it } from 'vitest';
import { post, SMALL } from '../test/requests.ts';
import { startStub } from './index.ts';
import { formatDuration, RateLimiter, TokenBucket } from './ratelimit.ts';

describe('TokenBucket', () => {
  it('starts full, fills evenly over a minute, and never beyond its limit', () => {
    const bucket = new TokenBucket(60, 0);
    bucket.take(60, 0);
    expect(bucket.level(0)).toBe(0);
    expect(bucket.level(500)).toBeCloseTo(0.5);
    expect(bucket.waitFor(1, 500)).toBeCloseTo(500);
    expect(bucket.level(30_000)).toBeCloseTo(30);
    expect(bucket.level(1_000_000)).toBe(60);
    expect(bucket.waitFor(61, 1_000_000)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is not filled twice by a clock that goes back', () => {
    const bucket = new TokenBucket(60, 0);
    bucket.take(60, 10_000);
    expect(bucket.level(5000)).toBe(0);
    expect(bucket.level(10_000)).toBe(0);
    expect(bucket.level(11_000)).toBeCloseTo(1);
  });
});

describe('RateLimiter', () => {
  const limiterAt = (now: { ms: number }) =>
    new RateLimiter({ requestsPerMinute: 2, tokensPerMinute: 1000 }, () => now.ms);

  it('refuses what does not fit, takes nothing for it, and says when it will fit', () => {
    const now = { ms: 0 };
    const limiter = limiterAt(now);
    limiter.admit('m', 900);
    expect(() => limiter.admit('m', 200)).toThrowError(
      expect.objectContaining({
        status: 429,
        type: 'tokens',
        code: 'rate_limit_exceeded',
        message:
          'Rate limit reached for m in organization org-stub on tokens per min (TPM): Limit 1000, Used 900, ' +
          'Requested 200. Please try again in 6s. Visit https://platform.openai.com/account/rate-limits to ' +
          'learn more.',
        headers: { 'retry-after-ms': '6000', 'retry-after': '6' },
      }),
    );
    expect(limiter.headers('m')).toEqual({
      'x-ratelimit-limit-requests': '2',
      'x-ratelimit-remaining-requests': '1',
      'x-ratelimit-reset-requests': '30s',
      'x-ratelimit-limit-tokens': '1000',
      'x-ratelimit-remaining-tokens': '100',
      'x-ratelimit-reset-tokens': '54s',
    });
    now.ms = 6000;
    limiter.admit('m', 200);
    expect(() => limiter.admit('m', 1)).toThrowError(
      expect.objectContaining({
        type: 'requests',
        headers: { 'retry-after-ms': '24000', 'retry-after': '24' },
      }),
    );
  });

  it('keeps models apart, and offers no wait for what can never fit', () => {
    const limiter = limiterAt({ ms: 0 });
    limiter.admit('m', 1000);
    limiter.admit('n', 1000);
    expect(() => limiter.admit('o', 1001)).toThrowError(
      expect.objectContaining({ message: expect.stringContaining('Request too large for o'), headers: {} }),
    );
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [0.2, '1ms'],
    [20, '20ms'],
    [999.5, '1s'],
    [8640, '8.64s'],
    [59_999, '59.999s'],
    [60_000, '1m0s'],
    [90_951, '1m30.951s'],
    [360_000, '6m0s'],
    [3_612_000, '1h0m12s'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('over HTTP', () => {
  it('answers 429 until the bucket holds enough again', async () => {
    const stub = await startStub({ rateLimits: { requestsPerMinute: 600, tokensPerMinute: 60 } });
    const body = { model: SMALL, input: ' word'.repeat(59) };
    const first = await post(stub, body);
    expect(first.status).toBe(200);
    expect(Number(first.headers.get('x-ratelimit-remaining-tokens'))).toBeLessThan(10);

    const small = { model: SMALL, input: ' word'.repeat(2) };
    const refused = await post(stub, small);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({
      error: { type: 'tokens', param: null, code: 'rate_limit_exceeded' },
    });
    const waitMs = Number(refused.headers.get('retry-after-ms'));
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(1000);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('x-ratelimit-reset-tokens')).toMatch(/^\d+(\.\d+)?s$/);

    await new Promise((resolve) => setTimeout(resolve, waitMs + 20));
    expect((await post(stub, small)).status).toBe(200);
    expect(stub.journal.entries().map(({ status, billed }) => [status, billed])).toEqual([
      [200, true],
      [429, false],
      [200, true],
    ]);
    await stub.close();
  });
});
