import type { Quota } from '../providers/provider.ts';

const MINUTE_MS = 60_000;
/** A shorter reset is rounded too much to tell a rate by. */
const TELLING_RESET_MS = 1000;

/**
 * Our picture of one limit of the provider (requests or tokens): a bucket that fills evenly. Each answer corrects it;
 * between answers it is counted down by what is sent. Unknown until the provider first tells, and then never in the way.
 */
export class Allowance {
  #limit = Number.POSITIVE_INFINITY;
  #perMs = Number.POSITIVE_INFINITY;
  #level = Number.POSITIVE_INFINITY;
  #at = 0;

  get isKnown(): boolean {
    return Number.isFinite(this.#limit);
  }

  /** The most that can be there; infinite when unknown. */
  get limit(): number {
    return this.#limit;
  }

  /**
   * What the provider says is left. `sentSince` is what was sent after the request that this answers: the provider may
   * not have counted it yet.
   */
  hear(quota: Quota, sentSince: number, now: number): void {
    this.#limit = quota.limit;
    this.#perMs = rateOf(quota);
    this.#level = Math.min(quota.limit, quota.remaining - sentSince);
    this.#at = now;
  }

  take(amount: number, now: number): void {
    if (!this.isKnown) return;
    this.#level = this.#levelAt(now) - amount;
    this.#at = Math.max(this.#at, now);
  }

  /**
   * Milliseconds until `amount` is there beside `reserve`; 0 when it is. What is larger than the whole limit waits for a
   * full bucket: the provider says what is to be done with it.
   */
  waitFor(amount: number, reserve: number, now: number): number {
    if (!this.isKnown) return 0;
    const missing = Math.min(this.#limit, amount + reserve) - this.#levelAt(now);
    return missing <= 0 ? 0 : missing / this.#perMs;
  }

  #levelAt(now: number): number {
    // A clock that goes back adds nothing.
    return Math.min(this.#limit, this.#level + Math.max(0, now - this.#at) * this.#perMs);
  }
}

/** So much a minute, or slower where what is missing is said to take longer: some limits are for a day. */
function rateOf({ limit, remaining, resetMs }: Quota): number {
  const usual = limit / MINUTE_MS;
  if (resetMs === undefined || resetMs < TELLING_RESET_MS || remaining >= limit) return usual;
  return Math.min(usual, (limit - remaining) / resetMs);
}
