import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askedWait, limitsOf, parseRateLimitDuration, rateLimitReset } from './retry-after.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('a duration of a rate limit', () => {
  test.each([
    ['20ms', 20],
    ['1s', 1000],
    ['0s', 0],
    ['1.5s', 1500],
    ['8.64s', 8640],
    ['6m0s', 360_000],
    ['1h2m3s', 3_723_000],
    ['1d', 86_400_000],
    ['1m30.951s', 90_951],
    ['0.2ms', 1],
  ])('%s is %d ms', (text, ms) => {
    expect(parseRateLimitDuration(text)).toBe(ms);
  });

  test.each(['', '5', 's', '-1s', '1 s', '1s!', 'soon', '1e3s', 'NaNs'])('"%s" is none', (text) => {
    expect(parseRateLimitDuration(text)).toBeUndefined();
  });

  test('never takes long to read, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('1', '.', 'm', 's', 'h'), maxLength: 2000 }), (text) => {
        const ms = parseRateLimitDuration(text);
        return ms === undefined || ms >= 0;
      }),
    );
  });
});

describe('the wait a provider asks for', () => {
  const wait = (headers: Record<string, string>) => askedWait(new Headers(headers), NOW);

  test('is retry-after-ms before retry-after', () => {
    expect(wait({ 'retry-after-ms': '250', 'retry-after': '9' })).toBe(250);
    expect(wait({ 'retry-after-ms': '0.4' })).toBe(1);
  });

  test('is retry-after in seconds, or until a date', () => {
    expect(wait({ 'retry-after': '2' })).toBe(2000);
    expect(wait({ 'retry-after': '0.5' })).toBe(500);
    expect(wait({ 'retry-after': 'Sun, 01 Mar 2026 12:00:03 GMT' })).toBe(3000);
  });

  test.each([
    { 'retry-after': '999999999' },
    { 'retry-after': '9'.repeat(400) },
    { 'retry-after-ms': '99999999999999' },
    { 'retry-after': 'Wed, 21 Oct 2099 07:28:00 GMT' },
  ])('is a day at most: %j', (headers) => {
    expect(wait(headers)).toBe(86_400_000);
  });

  test('is nothing for a date that has passed', () => {
    expect(wait({ 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' })).toBe(0);
  });

  test('falls through what cannot be read', () => {
    expect(wait({ 'retry-after-ms': 'soon', 'retry-after': '1' })).toBe(1000);
    expect(wait({ 'retry-after': 'later' })).toBeUndefined();
    expect(wait({ 'retry-after-ms': '-5' })).toBeUndefined();
    expect(wait({})).toBeUndefined();
  });
});

describe('the reset of a rate limit', () => {
  const reset = (headers: Record<string, string>) => rateLimitReset(new Headers(headers));

  test('is that of the limit which is used up', () => {
    expect(
      reset({
        'x-ratelimit-remaining-requests': '59',
        'x-ratelimit-reset-requests': '6m0s',
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '20ms',
      }),
    ).toBe(20);
  });

  test('is the later one when both are, or when it does not say', () => {
    const resets = { 'x-ratelimit-reset-requests': '1s', 'x-ratelimit-reset-tokens': '6m0s' };
    expect(reset(resets)).toBe(360_000);
    expect(
      reset({ ...resets, 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-remaining-tokens': '0' }),
    ).toBe(360_000);
  });

  test('is not known without headers that can be read', () => {
    expect(reset({})).toBeUndefined();
    expect(reset({ 'x-ratelimit-reset-tokens': 'soon' })).toBeUndefined();
  });
});

describe('the limits that an answer tells', () => {
  test('are what is left of each, and when all of it is back', () => {
    const headers = new Headers({
      'x-ratelimit-limit-tokens': '1000000',
      'x-ratelimit-remaining-tokens': '710000',
      'x-ratelimit-reset-tokens': '17.4s',
      'x-ratelimit-limit-requests': '3000',
      'x-ratelimit-remaining-requests': '2999',
      'x-ratelimit-reset-requests': 'soon',
    });
    expect(limitsOf(headers)).toEqual({
      tokens: { limit: 1_000_000, remaining: 710_000, resetMs: 17_400 },
      requests: { limit: 3000, remaining: 2999, resetMs: undefined },
    });
  });

  test.each([
    [{}],
    [{ 'x-ratelimit-limit-tokens': '0', 'x-ratelimit-remaining-tokens': '0' }],
    [{ 'x-ratelimit-limit-tokens': '-1', 'x-ratelimit-remaining-tokens': '-1' }],
    [{ 'x-ratelimit-limit-tokens': '100' }],
    [{ 'x-ratelimit-limit-tokens': 'many', 'x-ratelimit-remaining-tokens': '5' }],
  ])('are none in %j', (headers) => {
    expect(limitsOf(new Headers(headers))).toEqual({ tokens: undefined, requests: undefined });
  });
});
