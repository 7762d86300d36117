import type { WeighbridgeClientError } from '@weighbridge/client';

/** What an error says about the chunks it was for. */
export type Verdict =
  /** The text can never be embedded as it is. */
  | { kind: 'fail' }
  /** At `at`, in ms since the epoch; undefined for "after a while". `pause`: the same awaits the next call. */
  | { kind: 'later'; at: number | undefined; pause: boolean }
  /** The call was too large for a limit, or holds a text that spoils it for the others. */
  | { kind: 'divide' }
  /** Something that only a person can put right: no call will succeed before. */
  | { kind: 'stop' };

/** The chunk's own fault. */
const UNFIT: ReadonlySet<string> = new Set([
  'EMPTY_INPUT',
  'INVALID_INPUT',
  'INVALID_UNICODE',
  'INPUT_TOO_LONG',
]);

const TOO_LARGE: ReadonlySet<string> = new Set([
  'REQUEST_TOO_LARGE',
  'TOO_MANY_INPUTS',
  'TOO_MANY_TOKENS',
  // The provider refused the request as wrong, which bills nothing; one text among many may be why.
  'PROVIDER_REJECTED',
]);

/** For a budget that never resets, or that does not say when: somebody may have raised it by then. */
const LOOK_AGAIN_MS = 15 * 60_000;

/** Of an error that a whole call ended with. */
export function verdictOfCall(error: WeighbridgeClientError, now: number): Verdict {
  if (UNFIT.has(error.code)) return { kind: 'fail' };
  if (TOO_LARGE.has(error.code)) return { kind: 'divide' };
  if (error.code === 'BUDGET_EXCEEDED') {
    const resets = typeof error.facts.resetsAt === 'string' ? Date.parse(error.facts.resetsAt) : Number.NaN;
    return { kind: 'later', at: Number.isFinite(resets) ? resets : now + LOOK_AGAIN_MS, pause: true };
  }
  // Larger alone than the limit; smaller calls pass.
  if (error.code === 'RATE_LIMITED' && !error.retryable) return { kind: 'divide' };
  if (error.code === 'CANCELLED') return { kind: 'later', at: now, pause: false };
  if (error.retryable || error.code === 'INTERNAL') {
    const at = error.retryAfterMs === null ? undefined : now + error.retryAfterMs;
    return { kind: 'later', at, pause: true };
  }
  return { kind: 'stop' };
}

/** What only an administrator or the provider's account can put right. */
const NOT_THE_CHUNK: ReadonlySet<string> = new Set([
  'PROVIDER_NOT_CONFIGURED',
  'PROVIDER_UNAUTHORIZED',
  'PROVIDER_QUOTA_EXHAUSTED',
  'SPACE_MISMATCH',
]);

/** Of an error that one item of an answer has; `lastCode` is why it was put back the last time. */
export function verdictOfItem(
  error: { code: string; retryable: boolean },
  lastCode: string | null,
  now: number,
): Verdict {
  if (error.code === 'UNSOUND_VECTORS') {
    return lastCode === 'UNSOUND_VECTORS' ? { kind: 'fail' } : { kind: 'later', at: now, pause: false };
  }
  if (error.code === 'PROVIDER_REJECTED') return { kind: 'divide' };
  if (NOT_THE_CHUNK.has(error.code)) return { kind: 'stop' };
  if (error.code === 'BUDGET_EXCEEDED') return { kind: 'later', at: now, pause: false };
  return error.retryable ? { kind: 'later', at: undefined, pause: false } : { kind: 'fail' };
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 5 * 60_000;

/** Half fixed, half random, so that workers that failed together do not come back together. */
export function backoff(attempts: number): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 12));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}
