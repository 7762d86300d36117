import type { Caller, Services } from '@weighbridge/api';
import type { RateLimit } from '@weighbridge/embeddings';

const METRICS = ['requests', 'tokens'] as const;

interface Left {
  limit: RateLimit;
  remaining: number;
  /** Until all that was used has fallen out of the window. */
  resetMs: number;
}

/** What is left of the rate limits that a caller falls under, where no call was counted under them. */
export async function rateHeadersOf(
  { stores, engine }: Pick<Services, 'stores' | 'engine'>,
  caller: Caller,
): Promise<Record<string, string>> {
  return rateHeaders(engine, await stores.rateLimits.inScopes(scopesOf(caller)));
}

/**
 * What is left of rate limits, in the headers that OpenAI's clients read: of requests and of tokens the limit with the
 * least left. Without a limit there is nothing to say.
 */
export function rateHeaders(
  engine: Services['engine'],
  limits: readonly RateLimit[],
): Record<string, string> {
  if (limits.length === 0) return {};
  const use = engine.rateUse(limits);
  // Under a limit of one, the wait for room is the wait for an empty window.
  const empty = engine.rateUse(limits.map((limit) => ({ ...limit, limit: 1 })));
  const left = limits.map((limit, at) => ({
    limit,
    remaining: Math.max(0, limit.limit - (use[at]?.used ?? 0)),
    resetMs: empty[at]?.waitMs ?? 0,
  }));
  return Object.fromEntries(METRICS.flatMap((metric) => headersOf(metric, left)));
}

/** A caller's part of what calls are counted under; rate limits are on callers alone. */
function scopesOf(caller: Caller): string[] {
  if (caller.kind === 'nobody') return [];
  if (caller.kind === 'admin') return ['global', 'project:default'];
  return ['global', `project:${caller.project.id}`, `key:${caller.key.id}`];
}

function headersOf(metric: RateLimit['metric'], all: readonly Left[]): [string, string][] {
  const [tightest] = all
    .filter(({ limit }) => limit.metric === metric)
    .sort((a, b) => a.remaining - b.remaining || b.resetMs - a.resetMs);
  if (!tightest) return [];
  return [
    [`x-ratelimit-limit-${metric}`, String(tightest.limit.limit)],
    [`x-ratelimit-remaining-${metric}`, String(tightest.remaining)],
    [`x-ratelimit-reset-${metric}`, goDuration(tightest.resetMs)],
  ];
}

/** As OpenAI writes them: `0s`, `20ms`, `1.5s`, `6m0s`, `1h0m12s`. */
export function goDuration(ms: number): string {
  const whole = Math.ceil(ms);
  if (whole > 0 && whole < 1000) return `${whole}ms`;
  const [hours, minutes] = [Math.floor(whole / 3_600_000), Math.floor((whole % 3_600_000) / 60_000)];
  const seconds = `${(whole % 60_000) / 1000}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
