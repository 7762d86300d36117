import { z } from 'zod';
import { instant } from './amounts.ts';

export const listInput = z.strictObject({
  limit: z.number().int().min(1).max(200).default(50),
  before: z.number().int().optional(),
  action: z.string().optional(),
});

export const line = z.object({
  id: z.number(),
  at: instant,
  actor: z.string(),
  action: z.string(),
  target: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  reason: z.string().nullable(),
  correlationId: z.string().nullable(),
});

export const listOutput = z.object({ items: z.array(line), next: z.number().nullable() });
