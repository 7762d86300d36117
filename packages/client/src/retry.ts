import { cancelled, toClientError, type WeighbridgeClientError, wasNeverSent } from './errors.ts';

export interface RetryPolicy {
  url: string;
  /** Further attempts after the first. */
  retries: number;
  signal: AbortSignal | undefined;
  /** Longer waits are the caller's to decide: 10 s. */
  longestWaitMs?: number;
  /** Also makes a call again that the gateway gave up on, where it says that nothing of it was billed or lost. */
  patient?: boolean;
  /** The call has an idempotency key: a gateway that is still there answers it once, however often it is asked. */
  idempotent?: boolean;
}

const LONGEST_WAIT_MS = 10_000;
const FIRST_WAIT_MS = 250;

/**
 * Makes a call again only where that cannot pay twice. Everything else is the gateway's business, which knows what was
 * billed, or the caller's.
 */
export async function withRetries<T>(policy: RetryPolicy, call: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (thrown) {
      const error = toClientError(thrown, policy.url);
      const wait = isSafe(error, policy) ? waitBefore(error, attempt, policy) : undefined;
      if (attempt >= policy.retries || wait === undefined || policy.signal?.aborted) throw error;
      await pause(wait, policy.signal);
    }
  }
}

function isSafe(
  error: WeighbridgeClientError,
  { patient = false, idempotent = false }: RetryPolicy,
): boolean {
  if (wasNeverSent(error)) return true;
  switch (error.code) {
    // The call may be under way still, and a second one beside it would be another.
    case 'GATEWAY_UNREACHABLE':
      return idempotent;
    // The answer was complete before it broke off, so the gateway has it.
    case 'TRUNCATED_ANSWER':
      return true;
    // What was out goes on and is kept: the same call finds it in the cache, or waits for it.
    case 'DEADLINE_EXCEEDED':
      return patient;
  }
  if (!error.retryable) return false;
  // Refused at the gateway's door: shutting down, ledger unavailable, its own rate limit.
  if (error.kind === 'unavailable' || error.kind === 'rate_limited') return true;
  return patient && error.facts.billed === 'no';
}

function waitBefore(
  error: WeighbridgeClientError,
  attempt: number,
  { longestWaitMs = LONGEST_WAIT_MS }: RetryPolicy,
): number | undefined {
  if (error.retryAfterMs !== null) {
    return error.retryAfterMs <= longestWaitMs ? error.retryAfterMs : undefined;
  }
  // Half fixed, half random: clients that lost the same gateway do not come back as one.
  const ceiling = Math.min(longestWaitMs, FIRST_WAIT_MS * 2 ** attempt);
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
