import { ApiError } from './api-error.ts';

/** Limits of one model; each fills again evenly over a minute. */
export interface RateLimits {
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
}

/** High enough never to be met; the headers are there all the same. */
export const GENEROUS_RATE_LIMITS: RateLimits = {
  requestsPerMinute: 10_000_000,
  tokensPerMinute: 1_000_000_000_000,
};

const MINUTE_MS = 60_000;

/** A bucket that holds at most `limit` and gains `limit` a minute. Times are milliseconds of one clock. */
export class TokenBucket {
  readonly limit: number;
  #level: number;
  #at: number;

  constructor(limit: number, now: number) {
    this.limit = limit;
    this.#level = limit;
    this.#at = now;
  }

  /** What the bucket holds. */
  level(now: number): number {
    const gained = (Math.max(0, now - this.#at) * this.limit) / MINUTE_MS;
    this.#level = Math.min(this.limit, this.#level + gained);
    this.#at = Math.max(this.#at, now);
    return this.#level;
  }

  /** Milliseconds until the bucket holds `amount`, 0 when it does, infinite when it never will. */
  waitFor(amount: number, now: number): number {
    if (amount > this.limit) return Number.POSITIVE_INFINITY;
    return (Math.max(0, amount - this.level(now)) * MINUTE_MS) / this.limit;
  }

  /** Takes `amount`, which must be there. */
  take(amount: number, now: number): void {
    this.#level = this.level(now) - amount;
  }
}

/** The two buckets of every model. A request that does not fit takes from neither. */
export class RateLimiter {
  readonly #limits: RateLimits;
  readonly #clock: () => number;
  readonly #buckets = new Map<string, { requests: TokenBucket; tokens: TokenBucket }>();

  /** @param clock milliseconds, never going back. */
  constructor(limits: RateLimits, clock: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /**
   * Admits one request of so many tokens.
   * @throws {ApiError} 429 `rate_limit_exceeded`, with `retry-after-ms` and `retry-after` when waiting helps.
   */
  admit(model: string, tokens: number): void {
    const now = this.#clock();
    const buckets = this.#bucketsOf(model, now);
    for (const [bucket, asked, unit, name] of [
      [buckets.requests, 1, 'requests', 'requests per min (RPM)'],
      [buckets.tokens, tokens, 'tokens', 'tokens per min (TPM)'],
    ] as const) {
      const waitMs = bucket.waitFor(asked, now);
      if (waitMs > 0) {
        throw rateLimitReached({
          model,
          unit,
          name,
          limit: bucket.limit,
          used: Math.ceil(bucket.limit - bucket.level(now)),
          asked,
          waitMs,
        });
      }
    }
    buckets.requests.take(1, now);
    buckets.tokens.take(tokens, now);
  }

  /** The `x-ratelimit-…` headers as they stand for a model. */
  headers(model: string): Record<string, string> {
    const now = this.#clock();
    const headers: Record<string, string> = {};
    for (const [unit, bucket] of Object.entries(this.#bucketsOf(model, now))) {
      headers[`x-ratelimit-limit-${unit}`] = String(bucket.limit);
      headers[`x-ratelimit-remaining-${unit}`] = String(Math.floor(bucket.level(now)));
      headers[`x-ratelimit-reset-${unit}`] = formatDuration(bucket.waitFor(bucket.limit, now));
    }
    return headers;
  }

  #bucketsOf(model: string, now: number) {
    let buckets = this.#buckets.get(model);
    if (buckets === undefined) {
      buckets = {
        requests: new TokenBucket(this.#limits.requestsPerMinute, now),
        tokens: new TokenBucket(this.#limits.tokensPerMinute, now),
      };
      this.#buckets.set(model, buckets);
    }
    return buckets;
  }
}

/** 429 in OpenAI's words. With an infinite wait the request alone is above the limit. */
export function rateLimitReached(reached: {
  readonly model: string;
  readonly unit: 'requests' | 'tokens';
  readonly name: string;
  readonly limit: number;
  readonly used: number;
  readonly asked: number;
  readonly waitMs: number;
}): ApiError {
  const { model, unit, name, limit, used, asked, waitMs } = reached;
  const where = `for ${model} in organization org-stub on ${name}`;
  const more = 'Visit https://platform.openai.com/account/rate-limits to learn more.';
  const rest = { type: unit, code: 'rate_limit_exceeded' };
  if (!Number.isFinite(waitMs)) {
    return new ApiError(
      429,
      `Request too large ${where}: Limit ${limit}, Requested ${asked}. The input or output tokens must be ` +
        `reduced in order to run successfully. ${more}`,
      rest,
    );
  }
  return new ApiError(
    429,
    `Rate limit reached ${where}: Limit ${limit}, Used ${used}, Requested ${asked}. Please try again in ` +
      `${formatDuration(waitMs)}. ${more}`,
    { ...rest, headers: retryAfter(waitMs) },
  );
}

/** Both headers that say how long to wait; the second in whole seconds, rounded up. */
function retryAfter(waitMs: number): Record<string, string> {
  return {
    'retry-after-ms': String(Math.ceil(waitMs)),
    'retry-after': String(Math.ceil(waitMs / 1000)),
  };
}

/** A duration as OpenAI prints it: `0s`, `20ms`, `1.5s`, `6m0s`, `1h0m12s`. Rounded up to milliseconds. */
export function formatDuration(ms: number): string {
  const whole = Math.ceil(ms);
  if (whole === 0) return '0s';
  if (whole < 1000) return `${whole}ms`;
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor((whole % 3_600_000) / MINUTE_MS);
  const seconds = `${(whole % MINUTE_MS) / 1000}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
