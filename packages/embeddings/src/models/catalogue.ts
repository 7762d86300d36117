import { InputError } from '../errors/input.ts';
import { PriceUnusableError } from '../errors/money.ts';
import { NANO_PER_USD, type NanoUsd } from '../money.ts';

/** Limits belong to the model, not to the batcher. Source: OpenAI's embeddings reference and measured behaviour. */
export interface ModelLimits {
  /** Inputs in one request. */
  maxInputs: number;
  /** Tokens in one input. */
  maxTokensPerInput: number;
  /** What long texts are truncated or split to; `maxTokensPerInput` when left out. */
  safeTokensPerInput?: number;
  /** Tokens of one request in sum. */
  maxTokensPerRequest: number;
}

/** A price and the moment from which it holds. Prices are data; a change never rewrites history. */
export interface DatedPrice {
  /** ISO 8601 instant. */
  from: string;
  /** Nano-USD a token, through the ordinary API. */
  nanoUsdPerToken: NanoUsd;
}

export const TOKENIZERS = ['cl100k_base', 'unknown'] as const;

export type TokenizerName = (typeof TOKENIZERS)[number];

export interface EmbeddingModel {
  id: string;
  /** Dimensions of a full vector. */
  dimensions: number;
  /** Whether `dimensions` may be asked for (the vector is shortened and normalised again); otherwise a call names none. */
  shortenable: boolean;
  /** The model promises vectors of length 1. */
  unitNorm: boolean;
  /** `unknown`: nobody here can count its tokens, so a text is weighed at a bound that no tokenizer exceeds. */
  tokenizer: TokenizerName;
  limits: ModelLimits;
  prices: readonly DatedPrice[];
}

/** Some found 8,192 tokens refused and 8,191 accepted, so nothing is cut to the very limit. */
const OPENAI_LIMITS: ModelLimits = {
  maxInputs: 2048,
  maxTokensPerInput: 8192,
  safeTokensPerInput: 8191,
  maxTokensPerRequest: 300_000,
};

/** OpenAI's embedding models. $0.02, $0.13 and $0.10 a million tokens are 20, 130 and 100 nano-USD a token. */
export const MODELS: readonly EmbeddingModel[] = [
  {
    id: 'text-embedding-3-small',
    dimensions: 1536,
    shortenable: true,
    unitNorm: true,
    tokenizer: 'cl100k_base',
    limits: OPENAI_LIMITS,
    prices: [{ from: '2024-01-25T00:00:00Z', nanoUsdPerToken: 20n }],
  },
  {
    id: 'text-embedding-3-large',
    dimensions: 3072,
    shortenable: true,
    unitNorm: true,
    tokenizer: 'cl100k_base',
    limits: OPENAI_LIMITS,
    prices: [{ from: '2024-01-25T00:00:00Z', nanoUsdPerToken: 130n }],
  },
  {
    id: 'text-embedding-ada-002',
    dimensions: 1536,
    shortenable: false,
    unitNorm: true,
    tokenizer: 'cl100k_base',
    limits: OPENAI_LIMITS,
    prices: [{ from: '2023-06-13T00:00:00Z', nanoUsdPerToken: 100n }],
  },
];

export const DEFAULT_MODEL = 'text-embedding-3-small';

/** @throws InputError UNKNOWN_MODEL, naming the models there are. */
export function findModel(id: string, models: readonly EmbeddingModel[] = MODELS): EmbeddingModel {
  const model = models.find((candidate) => candidate.id === id);
  if (model) return model;
  throw unknownModel(id, models);
}

/** The refusal of a model that is not in `models`. */
export function unknownModel(id: string, models: readonly EmbeddingModel[]): InputError {
  const known = models.map((candidate) => candidate.id);
  return new InputError(
    'UNKNOWN_MODEL',
    `The model "${id}" is not known here. Use one of: ${known.join(', ')}. An administrator can define another one, with a price.`,
    { model: id, known },
  );
}

/**
 * The dimensions a call's vectors will have.
 * @throws InputError INVALID_DIMENSIONS when the model cannot give them.
 */
export function resolveDimensions(model: EmbeddingModel, asked: number | undefined): number {
  if (asked === undefined) return model.dimensions;
  // OpenAI refuses even the model's own number, so what passes here must not fail there.
  if (!model.shortenable) {
    throw new InputError(
      'INVALID_DIMENSIONS',
      `The model "${model.id}" always gives ${model.dimensions} dimensions; leave "dimensions" out.`,
      {
        model: model.id,
        dimensions: asked,
        allowed: [model.dimensions],
        official: 'This model does not support specifying dimensions',
      },
    );
  }
  if (!Number.isInteger(asked) || asked < 1 || asked > model.dimensions) {
    throw new InputError(
      'INVALID_DIMENSIONS',
      `"dimensions" is ${asked}; the model "${model.id}" gives a whole number from 1 to ${model.dimensions}.`,
      { model: model.id, dimensions: asked, minimum: 1, maximum: model.dimensions },
    );
  }
  return asked;
}

/** A dollar a token, some ten thousand times the dearest there is: what any request costs then fits a row of the ledger. */
export const HIGHEST_PRICE: NanoUsd = NANO_PER_USD;

/**
 * Nano-USD a token at an instant (ms since the epoch, UTC).
 * @throws InputError MODEL_NOT_PRICED when the model had no price then; PriceUnusableError for one beyond a dollar, which
 * older versions took.
 */
export function priceAt(model: EmbeddingModel, at: number): NanoUsd {
  const price = priceIn(model.prices, at);
  if (price !== undefined && price > HIGHEST_PRICE) {
    throw new PriceUnusableError(model.id, price, HIGHEST_PRICE);
  }
  if (price !== undefined) return price;
  throw new InputError(
    'MODEL_NOT_PRICED',
    `The model "${model.id}" has no price at ${new Date(at).toISOString()}, so it cannot be budgeted. An administrator sets one, or declares it free, with "weighbridge prices set ${model.id}".`,
    { model: model.id },
  );
}

/** The latest price that has begun, whatever the order they stand in; undefined before the first. */
export function priceIn(prices: readonly DatedPrice[], at: number): NanoUsd | undefined {
  let current: { from: number; nanoUsdPerToken: NanoUsd } | undefined;
  for (const price of prices) {
    const from = Date.parse(price.from);
    if (from <= at && (current === undefined || from >= current.from)) current = { ...price, from };
  }
  return current?.nanoUsdPerToken;
}
