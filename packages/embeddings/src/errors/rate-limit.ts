import { WeighbridgeError } from './base.ts';

export interface RateRefusal {
  id: string;
  scope: string;
  metric: 'requests' | 'tokens';
  period: 'minute' | 'hour';
  limit: number;
  used: number;
  asked: number;
  /** undefined when the call alone is larger than the limit. */
  retryAfterMs: number | undefined;
}

/** Refused by a rate limit of ours, before anything was held or sent. */
export class RateLimitedError extends WeighbridgeError {
  constructor(refusal: RateRefusal) {
    const { metric, period, scope, limit, used, asked, retryAfterMs } = refusal;
    const advice =
      retryAfterMs === undefined
        ? `The call alone is larger than the limit: send it in smaller parts, or ask an administrator to raise the limit.`
        : `Come back in ${Math.ceil(retryAfterMs / 1000)} s.`;
    super({
      code: 'RATE_LIMITED',
      kind: 'rate_limited',
      message:
        `${scope} may use ${limit} ${metric} in any ${period}; ${used} are used and this call needs ${asked}. ` +
        `Nothing was sent or charged. ${advice}`,
      retryable: retryAfterMs !== undefined,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      facts: { limitId: refusal.id, scope, metric, period, limit, used, asked },
    });
  }
}
