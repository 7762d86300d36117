import { z } from 'zod';
import { instant } from './amounts.ts';

const severity = z.enum(['error', 'warning']);

export const summaryInput = z.strictObject({
  /** Hours to look back. */
  hours: z
    .number()
    .int()
    .min(1)
    .max(24 * 366)
    .default(24),
  project: z.string().optional(),
});

export const summaryOutput = z.object({
  from: instant,
  to: instant,
  inspected: z.number(),
  passed: z.number(),
  warned: z.number(),
  failed: z.number(),
  /** passed / inspected; null when nothing was inspected. */
  passRate: z.number().nullable(),
  inspectMicrosPerVector: z.number().nullable(),
  byCode: z.array(z.object({ code: z.string(), severity, count: z.number() })),
});

export const failuresInput = z.strictObject({
  limit: z.number().int().min(1).max(200).default(50),
  before: z.number().int().optional(),
  code: z.string().optional(),
});

export const failure = z.object({
  id: z.number(),
  at: instant,
  code: z.string(),
  severity,
  figure: z.number().nullable(),
  message: z.string(),
  recommendation: z.string(),
  index: z.number(),
  requestId: z.string(),
  correlationId: z.string(),
  project: z.string(),
  provider: z.string(),
  model: z.string(),
  space: z.string(),
});

export const failuresOutput = z.object({ items: z.array(failure), next: z.number().nullable() });
