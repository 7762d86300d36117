import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of counting in one turn of the event loop, over all callers together. */
const TURN_MS = 5;

/** Keeps synchronous work short: what finds the turn's time spent waits for the next turn. */
export class TurnBudget {
  private spent = 0;
  private turn: Promise<void> | undefined;

  /** Runs `work`, in this turn if its budget is not spent yet. */
  async run<T>(work: () => T): Promise<T> {
    while (this.spent >= TURN_MS) {
      await this.turn;
    }
    this.turn ??= nextTurn().then(() => {
      this.spent = 0;
      this.turn = undefined;
    });
    const from = performance.now();
    try {
      return work();
    } finally {
      this.spent += performance.now() - from;
    }
  }
}
