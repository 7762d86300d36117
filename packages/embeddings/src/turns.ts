/** Milliseconds of long work in one turn of the event loop, over all that goes on in the thread. */
const TURN_MS = 8;

/** When the time of this turn is spent; undefined while no long work is known of. */
let ends: number | undefined;

/** Who waits for a turn, in order. */
const waiting: (() => void)[] = [];

/**
 * Whether long work has had its time in this turn of the event loop; then wait for `nextTurn`. The time is shared: a
 * hundred large requests at once hold the loop no longer at a time than one. To be asked after every millisecond or so of
 * work; short work need not ask.
 */
export function isTurnSpent(): boolean {
  const now = performance.now();
  if (ends === undefined) begin(now);
  return now >= (ends as number);
}

/** Resolves in a later turn that nobody else goes on in, first come, first served. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (ends === undefined) begin(performance.now());
  });
}

/** Items of which each step of a call takes a fraction of a millisecond. */
const FEW = 256;

/** Between two steps of a call over so many items: lets others in if there are many, and the turn is spent. */
export function letOthersIn(items: number): Promise<void> | undefined {
  return items > FEW && isTurnSpent() ? nextTurn() : undefined;
}

/** Runs work that yields where others may be let in, over as many turns as it takes. */
export async function inTurns<T>(work: Iterator<unknown, T>): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (isTurnSpent()) await nextTurn();
  }
}

function begin(now: number): void {
  ends = now + TURN_MS;
  setImmediate(turn);
}

function turn(): void {
  const resume = waiting.shift();
  if (resume === undefined) {
    ends = undefined;
    return;
  }
  begin(performance.now());
  resume();
}
