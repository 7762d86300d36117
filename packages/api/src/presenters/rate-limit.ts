import type { StoredRateLimit } from '@weighbridge/db';
import type { z } from 'zod';
import type { rateLimit as rateLimitSchema } from '../schemas/rate-limits.ts';
import { instant } from './instant.ts';

export function rateLimit(stored: StoredRateLimit): z.infer<typeof rateLimitSchema> {
  return { ...stored, createdAt: instant(stored.createdAt) };
}
