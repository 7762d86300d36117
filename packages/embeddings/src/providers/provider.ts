import type { EmbeddingModel } from '../models/catalogue.ts';

/** One request to a provider: at most what the model's limits allow, already weighed and held. */
export interface ProviderRequest {
  model: EmbeddingModel;
  dimensions: number;
  inputs: readonly string[];
  /** To be sent in place of the inputs, by providers that take ids: one array for each, of what it spells. */
  tokenIds?: readonly Uint32Array[];
  /** Sent to the provider, so that its logs and ours can be matched. */
  correlationId: string;
  attemptId: string;
  /** End-user id, passed on as OpenAI's `user`. */
  user?: string;
  signal: AbortSignal;
  /** Told of the provider's own limits, as soon as an answer of any kind says something of them. */
  onLimits?: (limits: ProviderLimits) => void;
}

/** What a provider says of its rate limits; undefined where it says nothing. */
export interface ProviderLimits {
  requests: Quota | undefined;
  tokens: Quota | undefined;
}

/** One limit of so much a minute, or a day. */
export interface Quota {
  limit: number;
  /** What was left when the provider answered. */
  remaining: number;
  /** Milliseconds until all of it is there again. */
  resetMs: number | undefined;
}

/**
 * What a provider answered, before inspection. `vectors[i]` belongs to input `i` (matched by the answer's `index`, never
 * by position); undefined where the answer had none, or had more than one.
 */
export interface ProviderAnswer {
  vectors: readonly (Float32Array | undefined)[];
  /** Tokens the provider metered; undefined when a billed answer did not say. */
  meteredTokens: number | undefined;
  /** The model the provider says it used. */
  model: string;
  providerRequestId: string | undefined;
  /** What was wrong with the answer as a whole, such as an index out of range. Findings of the inspector come on top. */
  anomalies: readonly AnswerAnomaly[];
}

export interface AnswerAnomaly {
  code: 'MISSING_INDEX' | 'DUPLICATE_INDEX' | 'INDEX_OUT_OF_RANGE';
  index: number;
}

export interface ProviderHealth {
  ok: boolean;
  /** Milliseconds the probe took. */
  latencyMs: number;
  /** A stable code when not ok, such as PROVIDER_UNAUTHORIZED. A refused key is never healthy. */
  code?: string;
  message: string;
}

/** A maker of vectors. */
export interface EmbeddingProvider {
  readonly id: string;
  readonly kind: 'mock' | 'openai' | 'openai-compatible' | 'local';
  /** The endpoint part of its vector spaces. */
  readonly endpoint: string;
  /** Free providers are recorded with what they would have cost, and need no hold. */
  readonly free: boolean;
  /**
   * One attempt, without retries.
   * @throws ProviderError, which says whether it was billed and whether to try again.
   */
  embed(request: ProviderRequest): Promise<ProviderAnswer>;
  /** A free call that shows whether it would answer, with this key. */
  probe(signal: AbortSignal): Promise<ProviderHealth>;
}
