const WIDER = 1.25;
const NARROWER = 0.99;

/**
 * The gap to leave between requests to a provider that refuses for its rate limit but never tells it: as long as it first
 * asked to wait, wider with each refusal, narrower with each success. About one in twenty requests finds the limit anew.
 */
export class BlindGap {
  #gapMs = 0;
  #lastAt = Number.NEGATIVE_INFINITY;
  #sequence = 0;
  /** The last one sent when the gap was widened: refusals of what was out by then say nothing new. */
  #widenedAt = 0;

  /** A request of this number was sent. */
  sent(sequence: number, now: number): void {
    this.#lastAt = now;
    this.#sequence = sequence;
  }

  refused(sequence: number, waitMs: number): void {
    if (sequence <= this.#widenedAt) return;
    this.#widenedAt = this.#sequence;
    this.#gapMs = this.#gapMs === 0 ? waitMs : this.#gapMs * WIDER;
  }

  succeeded(): void {
    this.#gapMs *= NARROWER;
  }

  waitFor(now: number): number {
    return Math.max(0, this.#lastAt + this.#gapMs - now);
  }
}
