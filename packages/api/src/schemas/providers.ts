import { z } from 'zod';
import { instant } from './amounts.ts';

export const mode = z.enum(['mock', 'real', 'hybrid']);

export const reason = z.string().trim().max(500).optional();

const source = z.enum(['environment', 'stored', 'default', 'none']);

export const providerStatus = z.object({
  id: z.string(),
  kind: z.string(),
  /** Mock is always ready; a real one needs a key. */
  configured: z.boolean(),
  /** The base URL in force, and where it comes from: the environment wins over what is stored. */
  baseUrl: z.string().nullable(),
  baseUrlSource: source,
  keySource: source,
  keyLast4: z.string().nullable(),
  /** The endpoint part of its vector spaces; `openai` only for the official API. */
  endpoint: z.string(),
  official: z.boolean(),
  /** Why what is stored cannot be used, such as a key that another secret encrypted. */
  problem: z.object({ code: z.string(), message: z.string() }).nullable().optional(),
  health: z.object({
    state: z.enum(['healthy', 'degraded', 'down', 'unknown']),
    /** Of the last attempts, 0 to 1; null before the first. */
    successRate: z.number().nullable(),
    /** Median of the last attempts, ms. */
    latencyMs: z.number().nullable(),
    lastSuccessAt: instant.nullable(),
    lastFailureAt: instant.nullable(),
    lastErrorCode: z.string().nullable(),
    lastErrorMessage: z.string().nullable(),
  }),
});

export const statusOutput = z.object({
  mode,
  /** The space that the default model answers in now. */
  space: z.string(),
  activeProvider: z.string(),
  providers: z.array(providerStatus),
  /** For each mode: whether switching to it would be accepted now, and if not, what to do. */
  modes: z.array(
    z.object({
      mode,
      allowed: z.boolean(),
      code: z.string().nullable(),
      message: z.string(),
      space: z.string(),
    }),
  ),
});

export const setModeInput = z.strictObject({ mode, reason });
export const setModeOutput = z.object({ mode, previous: mode, changed: z.boolean(), at: instant });

export const configureInput = z.strictObject({
  provider: z.literal('openai'),
  /** Stored encrypted; null forgets it. */
  apiKey: z
    .string()
    .trim()
    .min(8)
    .max(512)
    .regex(/^[\x21-\x7e]+$/, 'must not contain spaces')
    .nullable()
    .optional(),
  /** Such as https://api.openai.com/v1; null means the official API. */
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'write a URL such as https://api.openai.com/v1' })
    .nullable()
    .optional(),
  reason,
});

export const testInput = z.strictObject({
  provider: z.enum(['openai', 'mock']),
  /** Also embeds three short probe texts (held and paid like any call) and checks that identical texts agree. */
  deep: z.boolean().default(false),
});

export const testOutput = z.object({
  ok: z.boolean(),
  code: z.string().nullable(),
  message: z.string(),
  latencyMs: z.number(),
  deep: z
    .object({
      repeatCosine: z.number(),
      relatedCosine: z.number(),
      unrelatedCosine: z.number(),
      dimensions: z.number(),
      costNanoUsd: z.string(),
      findings: z.array(
        z.object({ code: z.string(), severity: z.enum(['error', 'warning']), message: z.string() }),
      ),
    })
    .nullable(),
});
