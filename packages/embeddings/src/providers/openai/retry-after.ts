import type { ProviderLimits, Quota } from '../provider.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;

/** Milliseconds of a duration as OpenAI writes it: "20ms", "1.5s", "6m0s", "1h2m3s". Undefined for anything else. */
export function parseRateLimitDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let ms = 0;
  for (const [, amount, unit] of text.matchAll(PART)) ms += Number(amount) * (UNITS[unit ?? ''] ?? 0);
  return Math.ceil(ms);
}

/** No limit is for longer than a day: whoever asks for more is mistaken, and clients would believe it. */
const LONGEST_WAIT_MS = 86_400_000;

/**
 * How long the provider asked us to wait, in milliseconds: `retry-after-ms`, else `retry-after` (seconds or an HTTP date),
 * a day at most.
 * @param now milliseconds since the epoch, against which a date is read.
 */
export function askedWait(headers: Headers, now: number): number | undefined {
  const ms = toldWait(headers, now);
  return ms === undefined ? undefined : Math.min(ms, LONGEST_WAIT_MS);
}

function toldWait(headers: Headers, now: number): number | undefined {
  const ms = nonNegative(headers.get('retry-after-ms'));
  if (ms !== undefined) return Math.ceil(ms);
  const text = headers.get('retry-after');
  const seconds = nonNegative(text);
  if (seconds !== undefined) return Math.ceil(seconds * 1000);
  const date = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * When the rate limit lets requests through again, from `x-ratelimit-reset-*`, in milliseconds: the reset of what is used
 * up (requests, tokens or both), or the later reset when the headers do not say which that is.
 */
export function rateLimitReset(headers: Headers): number | undefined {
  const limits = ['requests', 'tokens'].flatMap((kind) => {
    const reset = parseRateLimitDuration(headers.get(`x-ratelimit-reset-${kind}`) ?? '');
    return reset === undefined
      ? []
      : [{ reset, usedUp: headers.get(`x-ratelimit-remaining-${kind}`) === '0' }];
  });
  const usedUp = limits.filter((limit) => limit.usedUp);
  const relevant = usedUp.length > 0 ? usedUp : limits;
  return relevant.length === 0 ? undefined : Math.max(...relevant.map((limit) => limit.reset));
}

/** What the `x-ratelimit-*` headers say; undefined where they say nothing usable. */
export function limitsOf(headers: Headers): ProviderLimits {
  return { requests: quotaOf(headers, 'requests'), tokens: quotaOf(headers, 'tokens') };
}

function quotaOf(headers: Headers, kind: 'requests' | 'tokens'): Quota | undefined {
  const limit = nonNegative(headers.get(`x-ratelimit-limit-${kind}`));
  const remaining = nonNegative(headers.get(`x-ratelimit-remaining-${kind}`));
  // Some proxies send zeros, or -1, where there is no limit.
  if (limit === undefined || limit === 0 || remaining === undefined) return undefined;
  return {
    limit,
    remaining,
    resetMs: parseRateLimitDuration(headers.get(`x-ratelimit-reset-${kind}`) ?? ''),
  };
}

function nonNegative(text: string | null): number | undefined {
  if (text === null || !/^\d+(\.\d+)?$/.test(text.trim())) return undefined;
  return Number(text);
}
