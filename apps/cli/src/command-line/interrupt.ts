/** Ctrl-C and SIGTERM: the first asks to stop in order, the second to stop at once. */
export interface Interrupt {
  /** Aborts at the first. */
  readonly soft: AbortSignal;
  /** Aborts at the second. */
  readonly hard: AbortSignal;
  /** Gives the signals back to Node's default of ending the process. */
  release(): void;
}

/** One press of Ctrl-C reaches us twice when a package manager in between passes it on. */
const SAME_PRESS_MS = 400;

export function watchInterrupts(clock: () => number = Date.now): Interrupt {
  const soft = new AbortController();
  const hard = new AbortController();
  let first = 0;
  const onSignal = () => {
    if (!soft.signal.aborted) {
      first = clock();
      soft.abort();
    } else if (clock() - first > SAME_PRESS_MS) {
      hard.abort();
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    soft: soft.signal,
    hard: hard.signal,
    release() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
