import { cancelled, toClientError, type WeighbridgeClientError, wasNeverSent } from './errors.ts';

export interface RetryPolicy {
  url: string;
  /** Further attempts after the first. */
  retries: number;
  signal: AbortSignal | undefined;
}

/** Longer waits are the caller's to decide. */
const LONGEST_WAIT_MS = 10_000;
const FIRST_WAIT_MS = 250;

/**
 * Makes a call again only where that cannot pay twice: the connection was never made, the gateway refused at its door
 * (shutting down, ledger unavailable, its own rate limit), or its finished answer broke off on the way. Everything else is the gateway's business,
 * which knows what was billed, or the caller's.
 */
export async function withRetries<T>(policy: RetryPolicy, call: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (thrown) {
      const error = toClientError(thrown, policy.url);
      const wait = waitBefore(error, attempt);
      if (attempt >= policy.retries || wait === undefined || policy.signal?.aborted) throw error;
      await pause(wait, policy.signal);
    }
  }
}

function waitBefore(error: WeighbridgeClientError, attempt: number): number | undefined {
  const refusedAtTheDoor = error.retryable && (error.kind === 'unavailable' || error.kind === 'rate_limited');
  // The answer was complete before it broke off, so the gateway has it.
  const answered = error.code === 'TRUNCATED_ANSWER';
  const safe = wasNeverSent(error) || answered || (refusedAtTheDoor && error.code !== 'GATEWAY_UNREACHABLE');
  if (!safe) return undefined;
  if (error.retryAfterMs !== null) {
    return error.retryAfterMs <= LONGEST_WAIT_MS ? error.retryAfterMs : undefined;
  }
  // Half fixed, half random: clients that lost the same gateway do not come back as one.
  const ceiling = FIRST_WAIT_MS * 2 ** attempt;
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(cancelled(signal?.reason));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
