/** What ended an attempt from outside. */
export type AttemptEnd = 'timeout' | 'cancelled';

export interface AttemptSignal {
  readonly signal: AbortSignal;
  /** Undefined while neither the time is up nor the caller has left. */
  ended(): AttemptEnd | undefined;
  /** Must be called when the attempt is over, so that neither timer nor listener outlives it. */
  release(): void;
}

/** One signal for a whole attempt, connection and body included: it fires after `timeoutMs`, or with the caller's. */
export function attemptSignal(caller: AbortSignal, timeoutMs: number): AttemptSignal {
  const controller = new AbortController();
  let end: AttemptEnd | undefined;
  const stop = (reason: AttemptEnd) => {
    end ??= reason;
    controller.abort();
  };
  // A caller's signal may itself be a deadline.
  const onAbort = () => stop(isTimeout(caller.reason) ? 'timeout' : 'cancelled');
  if (caller.aborted) onAbort();
  else caller.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => stop('timeout'), timeoutMs);
  return {
    signal: controller.signal,
    ended: () => end,
    release() {
      clearTimeout(timer);
      caller.removeEventListener('abort', onAbort);
    },
  };
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError';
}
