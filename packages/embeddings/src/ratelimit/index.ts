export { type RateLimit, RateLimiter, type RateMetric, type RatePeriod } from './rate-limiter.ts';
