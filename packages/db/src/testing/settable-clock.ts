/** A clock that stands still until it is told otherwise, and may be told to go back. */
export class SettableClock {
  /** Ms since the epoch. */
  at: number;

  constructor(at: number) {
    this.at = at;
  }

  now(): number {
    return this.at;
  }

  /** Moves on, or back, by `ms`. */
  advance(ms: number): void {
    this.at += ms;
  }
}
