import type { Clock } from '../ports/clock.ts';

/**
 * Time that only moves forward. While a clock is set back nothing passes, and then it goes on from there: measured by the
 * clock itself, a pause of a second would last until that time comes round again.
 */
export class ForwardTime {
  readonly #clock: Pick<Clock, 'now'>;
  #seen: number;
  #at: number;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
    this.#seen = clock.now();
    this.#at = this.#seen;
  }

  now(): number {
    const now = this.#clock.now();
    this.#at += Math.max(0, now - this.#seen);
    this.#seen = now;
    return this.#at;
  }
}
