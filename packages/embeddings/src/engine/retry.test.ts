import { describe, expect, it } from 'vitest';
import { ProviderError, type ProviderErrorOptions } from '../errors/provider.ts';
import { DEFAULT_RETRY, nextDelay } from './retry.ts';

const failed = (options: Partial<ProviderErrorOptions>) =>
  new ProviderError({
    code: 'PROVIDER_UNAVAILABLE',
    provider: 'openai',
    message: 'down',
    failure: 'transient',
    billed: 'no',
    ...options,
  });

describe('when to try again', () => {
  it('draws from the whole step, which doubles up to a bound', () => {
    const step = (attempts: number) =>
      nextDelay(failed({}), { attempts, ambiguous: 0 }, { ...DEFAULT_RETRY, maxAttempts: 99 }, () => 1);
    expect([1, 2, 3, 4].map(step)).toEqual([500, 1000, 2000, 4000]);
    expect(step(50)).toBe(DEFAULT_RETRY.maxDelayMs);
    expect(nextDelay(failed({}), { attempts: 3, ambiguous: 0 }, DEFAULT_RETRY, () => 0)).toBe(0);
  });

  it('never comes back sooner than the provider asked', () => {
    const error = failed({ failure: 'rate_limit', retryAfterMs: 7000 });
    expect(nextDelay(error, { attempts: 1, ambiguous: 0 }, DEFAULT_RETRY, () => 0)).toBe(7000);
  });

  it.each([
    ['a permanent failure', failed({ failure: 'permanent' }), { attempts: 1, ambiguous: 0 }],
    ['an unknown failure', failed({ failure: 'unknown' }), { attempts: 1, ambiguous: 0 }],
    ['the last attempt', failed({}), { attempts: DEFAULT_RETRY.maxAttempts, ambiguous: 0 }],
    [
      'a second failure that may have been billed',
      failed({ billed: 'unknown' }),
      { attempts: 2, ambiguous: 2 },
    ],
    ['a wait beyond patience', failed({ retryAfterMs: 3_600_000 }), { attempts: 1, ambiguous: 0 }],
    ['anything that is not the provider’s', new Error('x'), { attempts: 1, ambiguous: 0 }],
  ])('gives up after %s', (_, error, made) => {
    expect(nextDelay(error, made, DEFAULT_RETRY, () => 0.5)).toBeUndefined();
  });
});
