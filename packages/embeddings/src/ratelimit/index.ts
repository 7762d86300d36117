export {
  RATE_PERIOD_MS,
  type RateLimit,
  RateLimiter,
  type RateMetric,
  type RatePeriod,
  type RateUse,
} from './rate-limiter.ts';
