import { ProviderError } from '../errors/provider.ts';

export interface RetrySettings {
  /** Attempts at one packed request in all, the first included. */
  maxAttempts: number;
  /** First pause; doubles with each attempt. */
  baseDelayMs: number;
  maxDelayMs: number;
  /** A wait that the provider asked for is honoured up to this; beyond it the call fails and says when to come back. */
  maxRetryAfterMs: number;
  /** An attempt that takes longer is given up as uncertain. */
  attemptTimeoutMs: number;
}

export const DEFAULT_RETRY: RetrySettings = {
  maxAttempts: 6,
  baseDelayMs: 500,
  maxDelayMs: 20_000,
  maxRetryAfterMs: 60_000,
  attemptTimeoutMs: 60_000,
};

/** Only one retry may follow failures that may have been billed. */
const MAX_AMBIGUOUS = 1;

/**
 * Milliseconds to wait before the next attempt, or undefined when there must be none. Full jitter below the exponential
 * step, but never sooner than the provider asked.
 */
export function nextDelay(
  error: unknown,
  made: { attempts: number; ambiguous: number },
  settings: RetrySettings,
  random: () => number,
): number | undefined {
  if (!(error instanceof ProviderError) || !error.retryable) return undefined;
  if (made.attempts >= settings.maxAttempts) return undefined;
  if (made.ambiguous > MAX_AMBIGUOUS) return undefined;
  const asked = error.retryAfterMs ?? 0;
  if (asked > settings.maxRetryAfterMs) return undefined;
  const step = Math.min(settings.maxDelayMs, settings.baseDelayMs * 2 ** (made.attempts - 1));
  return Math.max(asked, Math.round(random() * step));
}
