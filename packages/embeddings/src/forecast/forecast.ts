import type { HourlySpend } from './hours.ts';
import { learnProfile } from './profile.ts';

const HOUR = 3_600_000;

export interface ForecastRequest {
  /** Spend by hour before `now`, the present window's included; a few weeks serve best. */
  history: readonly HourlySpend[];
  /** ms since the epoch. */
  now: number;
  /** First ms of the window, and first ms after it. */
  windowStart: number;
  windowEnd: number;
  /** What counts against the limit at present (settled, held and uncertain), in nano-USD. */
  spent: number;
  /** Nano-USD; without it nothing runs out. */
  limit?: number;
}

export interface Forecast {
  /** Nano-USD at the window's end. */
  expected: number;
  /** The band that held eight of ten past days. */
  low: number;
  high: number;
  /** When the limit is reached if things go as expected; null when it is not. */
  runsOutAt: number | null;
  /** How many past days the band was measured on; with fewer than three it is a guess. */
  daysMeasured: number;
}

/** Relative width of the band while there are too few days to measure it. */
const GUESSED_BAND = 0.5;

/** Spend at the end of a budget's window from the recent burn, with a band. */
export function forecastSpend(request: ForecastRequest): Forecast {
  const { now, windowEnd, spent, limit } = request;
  const hoursAhead = (windowEnd - now) / HOUR;
  const profile = learnProfile(request.history, now, hoursAhead);
  let ahead = 0;
  let runsOutAt: number | null = limit !== undefined && spent >= limit ? now : null;
  for (let at = now; at < windowEnd; ) {
    const hour = Math.floor(at / HOUR) * HOUR;
    const until = Math.min(hour + HOUR, windowEnd);
    const burn = (profile.expected(hour) * (until - at)) / HOUR;
    if (runsOutAt === null && limit !== undefined && burn > 0 && spent + ahead + burn >= limit) {
      runsOutAt = Math.round(at + ((limit - spent - ahead) / burn) * (until - at));
    }
    ahead += burn;
    at = until;
  }
  const { low, high } = band(profile.errors, ahead, hoursAhead / 24);
  return {
    expected: Math.round(spent + ahead),
    low: Math.round(spent + Math.max(0, ahead + low)),
    high: Math.round(spent + ahead + high),
    runsOutAt,
    daysMeasured: profile.errors.length,
  };
}

/** Nano-USD below and above what lies ahead. Errors of single days partly cancel over several. */
function band(errors: readonly number[], ahead: number, days: number): { low: number; high: number } {
  if (errors.length < 3) return { low: -GUESSED_BAND * ahead, high: GUESSED_BAND * ahead };
  const sorted = [...errors].sort((a, b) => a - b);
  const widening = Math.sqrt(Math.max(1, days));
  return {
    low: Math.min(0, quantile(sorted, 0.1)) * widening,
    high: Math.max(0, quantile(sorted, 0.9)) * widening,
  };
}

/**
 * Of what the next one will be below, rather than of the sample: the next of n + 1 falls below the kth of n with
 * k / (n + 1).
 */
function quantile(sorted: readonly number[], share: number): number {
  const position = Math.min(sorted.length - 1, Math.max(0, share * (sorted.length + 1) - 1));
  const below = Math.floor(position);
  const [low = 0, high = low] = sorted.slice(below, below + 2);
  return low + (high - low) * (position - below);
}

/** The straight line that everybody draws: spent so far, divided by the time gone, times the window. */
export function straightLine(
  request: Pick<ForecastRequest, 'now' | 'windowStart' | 'windowEnd' | 'spent'>,
): number {
  const gone = request.now - request.windowStart;
  if (gone <= 0) return request.spent;
  return (request.spent / gone) * (request.windowEnd - request.windowStart);
}
