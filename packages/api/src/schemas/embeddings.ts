import { TOO_LONG } from '@weighbridge/embeddings';
import { z } from 'zod';
import { instant, nanoUsd, usd } from './amounts.ts';
import { MAX_CALL_INPUTS, MAX_TIMEOUT_MS } from './limits.ts';

export const correlationId = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 printable ASCII characters without spaces');

/** Labels for budgets and breakdowns, such as `team:search`; at most ten. */
const tags = z.array(z.string()).optional();

const TOO_MANY = `there are more than ${MAX_CALL_INPUTS} of them; make a larger job many calls`;

/**
 * Texts. What is wrong is said of the first only: a complaint about each of a hundred thousand takes half a second to
 * put together.
 */
const inputs = z
  .custom<string[]>()
  .meta({ type: 'array', items: { type: 'string' }, maxItems: MAX_CALL_INPUTS })
  .superRefine((given: unknown, { addIssue }) => {
    if (!Array.isArray(given)) return;
    const path = [given.findIndex((text) => typeof text !== 'string')];
    if (given.length > MAX_CALL_INPUTS) addIssue({ code: 'custom', message: TOO_MANY });
    else if (path[0] !== -1) addIssue({ code: 'invalid_type', expected: 'string', path });
  })
  .pipe(z.array(z.string()));

/** What becomes of texts longer than the model takes; overrides the project's setting. */
const tooLong = z.enum(TOO_LONG).optional();

export const embedInput = z.strictObject({
  inputs,
  model: z.string().optional(),
  dimensions: z.number().optional(),
  /** End-user id, passed on to the provider. */
  user: z.string().max(512).optional(),
  /** Administrators name the project; an access key brings its own. */
  project: z.string().optional(),
  tags,
  /** Refuse, before anything is sent, unless the answer would be in this vector space. */
  space: z.string().optional(),
  allowFallback: z.boolean().optional(),
  /** Overrides the project's setting. */
  split: z.boolean().optional(),
  tooLong,
  /** Answer what succeeded and report failures item by item, instead of failing the call. */
  partial: z.boolean().default(false),
  encoding: z.enum(['base64', 'float']).default('base64'),
  correlationId: correlationId.optional(),
  timeoutMs: z.number().int().positive().max(MAX_TIMEOUT_MS).optional(),
});

/** The same for a transport that carries bytes. */
export const bulkEmbedInput = embedInput.omit({ encoding: true });

/** Rows of plain numbers; not looked at one by one, since there may be millions. */
const floats = z
  .custom<(number[] | null)[] | null>((rows) => rows === null || Array.isArray(rows))
  .meta({
    anyOf: [
      {
        type: 'array',
        items: { anyOf: [{ type: 'array', items: { type: 'number' } }, { type: 'null' }] },
      },
      { type: 'null' },
    ],
  });

const itemError = z.object({ code: z.string(), message: z.string(), retryable: z.boolean() });

export const embedOutput = z.object({
  requestId: z.string(),
  correlationId: z.string(),
  mode: z.enum(['mock', 'real', 'hybrid']),
  provider: z.string(),
  model: z.string(),
  space: z.string(),
  dimensions: z.number(),
  count: z.number(),
  /** Little-endian float32, `count × dimensions`, base64. A failed item's row is NaN and its `error` is set. Null when floats were asked for. */
  vectors: z.string().nullable(),
  floats,
  items: z.array(
    z.object({
      /** Exact tokens that were embedded. */
      tokens: z.number(),
      /** Tokens cut off a text that was truncated. */
      truncatedTokens: z.number(),
      /** Windows that were embedded and averaged: 1, or more for a text that was split. */
      windows: z.number(),
      cached: z.boolean(),
      warnings: z.array(z.object({ code: z.string(), message: z.string() })),
      error: itemError.nullable(),
    }),
  ),
  failed: z.number(),
  cachedInputs: z.number(),
  tokens: z.number(),
  truncatedTokens: z.number(),
  billedTokens: z.number(),
  requests: z.number(),
  costNanoUsd: nanoUsd,
  cost: usd,
  wouldHaveNanoUsd: nanoUsd,
  wouldHave: usd,
  savedNanoUsd: nanoUsd,
  saved: usd,
  fallback: z.object({ from: z.string(), code: z.string(), reason: z.string() }).nullable(),
});

export const quoteInput = z.strictObject({
  inputs,
  model: z.string().optional(),
  dimensions: z.number().optional(),
  project: z.string().optional(),
  tags,
  tooLong,
});

export const quoteOutput = z.object({
  mode: z.enum(['mock', 'real', 'hybrid']),
  provider: z.string(),
  model: z.string(),
  space: z.string(),
  dimensions: z.number(),
  inputs: z.number(),
  /** False where the model's tokenizer is not known: then tokens and costs are upper bounds. */
  exact: z.boolean(),
  tokens: z.number(),
  cachedInputs: z.number(),
  cachedTokens: z.number(),
  duplicateInputs: z.number(),
  sendInputs: z.number(),
  sendTokens: z.number(),
  requests: z.number(),
  costNanoUsd: nanoUsd,
  cost: usd,
  /** Every token at the model's price, without cache or mock. */
  listNanoUsd: nanoUsd,
  list: usd,
  nanoUsdPerToken: nanoUsd,
  /** What would become of inputs that are too long: as asked for, or as the project says. */
  tooLongPolicy: z.enum(TOO_LONG),
  /** Inputs that would be refused. */
  tooLong: z.array(z.object({ index: z.number(), tokens: z.number() })),
  /** Inputs that would be truncated or split. */
  cut: z.array(
    z.object({
      index: z.number(),
      /** What would be sent of it. */
      tokens: z.number(),
      truncatedTokens: z.number(),
      windows: z.number(),
    }),
  ),
  /** Whether every budget in scope has room for it now. */
  fits: z.boolean(),
  budgets: z.array(
    z.object({
      id: z.string(),
      scope: z.string(),
      window: z.string(),
      limitNanoUsd: nanoUsd,
      limit: usd,
      leftNanoUsd: nanoUsd,
      left: usd,
      /** Share of the limit that this call would take, 0 to 1 and beyond. */
      share: z.number(),
      fits: z.boolean(),
      resetsAt: instant.nullable(),
    }),
  ),
});

export const countTokensInput = z.strictObject({ inputs, model: z.string().optional() });

export const countTokensOutput = z.object({
  model: z.string(),
  /** Exact tokens, in input order. */
  tokens: z.array(z.number()),
  total: z.number(),
});
