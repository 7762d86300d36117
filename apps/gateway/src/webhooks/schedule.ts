/** How often and how long a message is tried. */
export interface DeliverySettings {
  /** For a receiver to answer: 10 s. */
  timeoutMs: number;
  /** Before the second try; each further wait is three times as long: 10 s. */
  firstDelayMs: number;
  /** The longest wait: 4 h. */
  maxDelayMs: number;
  /** Tries in all: 10, which takes about eleven hours. */
  maxAttempts: number;
}

export const DEFAULT_DELIVERY: DeliverySettings = {
  timeoutMs: 10_000,
  firstDelayMs: 10_000,
  maxDelayMs: 4 * 3_600_000,
  maxAttempts: 10,
};

/**
 * How long to wait after the `attempts`-th try, in ms; undefined when it was the last. A fifth up or down at random, so
 * that what failed together does not come back together; never sooner than the receiver asked for.
 */
export function delayAfter(
  attempts: number,
  settings: DeliverySettings,
  random: () => number,
  retryAfterMs = 0,
): number | undefined {
  if (attempts >= settings.maxAttempts) return undefined;
  const steady = Math.min(settings.firstDelayMs * 3 ** (attempts - 1), settings.maxDelayMs);
  return Math.round(Math.max(steady * (0.8 + 0.4 * random()), Math.min(retryAfterMs, settings.maxDelayMs)));
}

/** The wait that a `retry-after` header asks for: seconds, or a date. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
