import { TOKENIZERS } from '@weighbridge/embeddings';
import { z } from 'zod';
import { modelPrice, priceChoice } from './prices.ts';
import { reason } from './providers.ts';

/** Of any model that can be defined. */
export const MOST_DIMENSIONS = 65_536;

const definition = {
  /** Full length of its vectors. */
  dimensions: z.number().int().min(1).max(MOST_DIMENSIONS),
  /** Whether a call may ask for fewer dimensions. */
  shortenable: z.boolean(),
  /** Whether its vectors promise length 1; inspection then refuses others. */
  unitNorm: z.boolean(),
  /** `unknown`: texts are held at a proven upper bound and settled by the provider's meter. */
  tokenizer: z.enum(TOKENIZERS),
  maxInputs: z.number().int().min(1).max(100_000),
  maxTokensPerInput: z.number().int().min(1).max(10_000_000),
  maxTokensPerRequest: z.number().int().min(1).max(100_000_000),
};

export const model = z.object({
  id: z.string(),
  /** Defined by an administrator, rather than shipped. */
  custom: z.boolean(),
  ...definition,
  /** Null while it has none: calls are refused with MODEL_NOT_PRICED. */
  price: modelPrice.nullable(),
  /** The next price to come. */
  next: modelPrice.nullable(),
});

export const listOutput = z.array(model);

export const defineInput = z.strictObject({
  /** The name that the provider knows it by. */
  id: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\s\p{C}]+$/u, 'may hold no white space'),
  dimensions: definition.dimensions,
  shortenable: definition.shortenable.default(false),
  unitNorm: definition.unitNorm.default(true),
  tokenizer: definition.tokenizer.default('unknown'),
  maxInputs: definition.maxInputs.default(2048),
  maxTokensPerInput: definition.maxTokensPerInput.default(8192),
  maxTokensPerRequest: definition.maxTokensPerRequest.default(300_000),
  ...priceChoice,
  reason,
});

export const removeInput = z.strictObject({ id: z.string().min(1).max(200), reason });
