/** What the API knows of one embedding model. */
export interface ModelRules {
  /** Length of the model's own vectors. */
  readonly dimensions: number;
  /** Whether a request may ask for fewer `dimensions`. */
  readonly shortens: boolean;
  /** Price of one input token, in nano-USD (10⁻⁹ dollars); a whole number. */
  readonly nanoUsdPerToken: number;
  /** Unix time in seconds, shown by `GET /v1/models`. */
  readonly created: number;
}

/** A model table: id → rules. */
export type Models = Readonly<Record<string, ModelRules>>;

/** OpenAI's three embedding models at their list prices of 2026. All of them use cl100k_base. */
export const OPENAI_MODELS: Models = {
  'text-embedding-3-small': { dimensions: 1536, shortens: true, nanoUsdPerToken: 20, created: 1_705_948_997 },
  'text-embedding-3-large': {
    dimensions: 3072,
    shortens: true,
    nanoUsdPerToken: 130,
    created: 1_705_953_180,
  },
  'text-embedding-ada-002': {
    dimensions: 1536,
    shortens: false,
    nanoUsdPerToken: 100,
    created: 1_671_217_299,
  },
};

/** Limits of one request to `POST /v1/embeddings`. */
export interface Limits {
  /** Inputs in one request. */
  readonly maxInputs: number;
  /** Tokens in one input. */
  readonly maxInputTokens: number;
  /** Tokens in all inputs together. */
  readonly maxRequestTokens: number;
  /** Bytes of the request body. */
  readonly maxBodyBytes: number;
}

/** OpenAI's documented limits; the body size is ours (300,000 of the longest tokens are 38 MB). */
export const OPENAI_LIMITS: Limits = {
  maxInputs: 2048,
  maxInputTokens: 8192,
  maxRequestTokens: 300_000,
  maxBodyBytes: 64 * 1024 * 1024,
};
