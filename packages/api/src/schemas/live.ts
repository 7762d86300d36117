import { z } from 'zod';
import { instant } from './amounts.ts';

/** What changed; a client refetches what it shows. `hello` is sent at once on every (re)connection. */
export const liveEvent = z.object({
  type: z.enum([
    'hello',
    'mode',
    'providers',
    'health',
    'spend',
    'budgets',
    'quality',
    'keys',
    'projects',
    'prices',
    'alerts',
    'bills',
    'keeping',
  ]),
  at: instant,
});
