import { RateLimitedError } from '../errors/rate-limit.ts';
import { SlidingWindow } from './sliding-window.ts';

export type RatePeriod = 'minute' | 'hour';
export type RateMetric = 'requests' | 'tokens';

/** A limit of our own, apart from the provider's: so much in any minute or hour, for a project or a key. */
export interface RateLimit {
  id: string;
  /** `global`, `project:<id>` or `key:<id>`. */
  scope: string;
  metric: RateMetric;
  period: RatePeriod;
  limit: number;
}

/** So much of a limit, at an instant. */
export interface RateUse {
  at: number;
  amount: number;
}

export const RATE_PERIOD_MS: Record<RatePeriod, number> = { minute: 60_000, hour: 3_600_000 };

/** Sliding windows in memory of one gateway. A call passes every limit it falls under, or counts against none. */
export class RateLimiter {
  readonly #windows = new Map<string, SlidingWindow>();

  /**
   * Counts one call of `tokens` against every limit.
   * @throws RateLimitedError naming the limit that refused and when to come back.
   */
  admit(limits: readonly RateLimit[], tokens: number, now: number): void {
    for (const limit of limits) {
      const asked = limit.metric === 'requests' ? 1 : tokens;
      const used = this.#window(limit).sum(now);
      if (used + asked <= limit.limit) continue;
      // A call that is larger than the whole limit never fits; waiting does not help it.
      const retryAfterMs =
        asked > limit.limit ? undefined : this.#window(limit).untilFreed(used + asked - limit.limit, now);
      throw new RateLimitedError({ ...limit, used, asked, retryAfterMs });
    }
    for (const limit of limits) this.#window(limit).add(limit.metric === 'requests' ? 1 : tokens, now);
  }

  /** Counts what was used before this process began, the oldest first. */
  countBefore(limit: RateLimit, used: readonly RateUse[]): void {
    const window = this.#window(limit);
    for (const { at, amount } of used) window.add(amount, at);
  }

  /** What of a limit is used at present. */
  used(limit: RateLimit, now: number): number {
    return this.#window(limit).sum(now);
  }

  /** Milliseconds until one more would fit: 0 while there is room, or when nothing ever makes room. */
  waitFor(limit: RateLimit, now: number): number {
    const over = this.used(limit, now) + 1 - limit.limit;
    return over <= 0 ? 0 : (this.#window(limit).untilFreed(over, now) ?? 0);
  }

  #window(limit: RateLimit): SlidingWindow {
    // By what is measured, not by the limit's id: raising a limit must not forget what was used.
    const name = `${limit.scope}|${limit.metric}|${limit.period}`;
    let window = this.#windows.get(name);
    if (!window) {
      window = new SlidingWindow(RATE_PERIOD_MS[limit.period]);
      this.#windows.set(name, window);
    }
    return window;
  }
}
