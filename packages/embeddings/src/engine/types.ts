import type { WeighbridgeError } from '../errors/base.ts';
import type { NanoUsd } from '../money.ts';
import type { QualityFailure } from '../ports/quality.ts';
import type { Mode } from '../ports/routing.ts';
import type { RateLimit, RateUse } from '../ratelimit/index.ts';
import type { TooLong } from '../too-long.ts';
import type { Spell } from './ids-windows.ts';

/** Who is asking; decided by whoever admits the caller, before the engine is entered. */
export interface CallOrigin {
  projectId: string;
  keyId: string | null;
  /** Labels that the caller gave, checked by `normaliseTags`. */
  tags?: readonly string[];
  /** From the caller, or made for it. Goes to the provider and into the ledger. */
  correlationId: string;
}

/** An input as the tokenizer's ids, one at least. */
export interface TokenIds {
  ids: Uint32Array;
  /** Whether they are exactly the ids of the text they spell: then it is the same input as that text. */
  canonical: boolean;
}

export interface EmbedCall extends CallOrigin {
  inputs: readonly string[];
  /** Token ids to send in place of the inputs, one array for each; `inputs[i]` stands for them where ids mean nothing. */
  tokenIds?: readonly TokenIds[];
  /** Reads ids back, to send parts of those that are too long; needed with `tokenIds` unless `tooLong` is `error`. */
  spell?: Spell;
  /** What becomes of inputs longer than the model takes; `error` when left out. */
  tooLong?: TooLong;
  model?: string;
  dimensions?: number;
  /** Passed on as OpenAI's `user`. */
  user?: string;
  /** Refuse with SPACE_MISMATCH, before anything is sent, unless the answer would be in this space. */
  space?: string;
  /** In hybrid mode: may be answered wholly by the fallback. */
  allowFallback: boolean;
  /** A call larger than one request may be is split; otherwise it is refused with OpenAI's limits. */
  split: boolean;
  /** The caller's own signal: stops waiting and sends nothing further; what is already out is still kept and settled. */
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Neither recall nor remember: asks the provider again, for checks that identical texts agree. */
  fresh?: boolean;
}

/** One input's outcome. `vector` has the answer's `dimensions`; `error` stands where inspection or a request failed. */
export interface EmbedItem {
  index: number;
  /**
   * Exact tokens that were embedded. Where the model's tokenizer is not known: its part of what the provider metered for
   * its request, or an upper bound when it has no vector.
   */
  tokens: number;
  /** Tokens that were cut off, with `tooLong` `truncate`. */
  truncatedTokens: number;
  /** Windows that were embedded for it: 1, or more with `tooLong` `split`. The vector is then their average. */
  windows: number;
  /** Answered from the cache, or as a duplicate of another input. */
  cached: boolean;
  vector: Float32Array | undefined;
  error: WeighbridgeError | undefined;
  warnings: readonly QualityFailure[];
}

export interface EmbedAnswer {
  callId: string;
  correlationId: string;
  mode: Mode;
  /** Who made the vectors. */
  provider: string;
  model: string;
  space: string;
  dimensions: number;
  items: EmbedItem[];
  /** Tokens of all inputs, as far as they were embedded. */
  tokens: number;
  /** Tokens cut off, with `tooLong` `truncate`. */
  truncatedTokens: number;
  /** Tokens metered by the provider for this call, every attempt included. */
  billedTokens: number;
  costNanoUsd: NanoUsd;
  /** What a free answer (mock) would have cost; zero when the call was paid. */
  wouldHaveNanoUsd: NanoUsd;
  savedNanoUsd: NanoUsd;
  cachedInputs: number;
  /** Requests sent to the provider. */
  requests: number;
  /** Set when hybrid answered from the fallback. */
  fallback: { from: string; code: string; reason: string } | undefined;
  /** Every budget scope the call fell in. */
  scopes: readonly string[];
  /** Our own rate limits that it was counted under. */
  rateLimits: readonly RateLimit[];
}

export interface QuoteCall extends CallOrigin {
  inputs: readonly string[];
  tooLong?: TooLong;
  model?: string;
  dimensions?: number;
}

/** What a call would weigh and cost now. Nothing is sent, held or recorded. */
export interface Quote {
  mode: Mode;
  provider: string;
  model: string;
  space: string;
  dimensions: number;
  inputs: number;
  /** False where the model's tokenizer is not known: then tokens and costs are upper bounds. */
  exact: boolean;
  tokens: number;
  /** Inputs that the cache or another input of the call answers. */
  cachedInputs: number;
  cachedTokens: number;
  duplicateInputs: number;
  sendInputs: number;
  sendTokens: number;
  /** Requests that would be sent. */
  requests: number;
  /** What it would cost now; zero when the provider in force is free. */
  costNanoUsd: NanoUsd;
  /** What every token would cost at the model's price, without cache or mock. */
  listNanoUsd: NanoUsd;
  nanoUsdPerToken: NanoUsd;
  /** Every budget scope the call falls in. */
  scopes: string[];
  /** Inputs that would be refused; tokens are above the limit, not exact. */
  tooLong: { index: number; tokens: number }[];
  /** Inputs that would be truncated or split, with the tokens sent and cut off, and the windows. */
  cut: { index: number; tokens: number; truncatedTokens: number; windows: number }[];
}

/** What recent traffic says of a provider. */
export interface HealthSnapshot {
  /** `down`: the breaker is open, after consecutive failures. `degraded`: some of the last attempts failed. */
  state: 'healthy' | 'degraded' | 'down' | 'unknown';
  successRate: number | null;
  /** Median of the last attempts, ms. */
  latencyMs: number | null;
  lastSuccessAt: number | null;
  lastFailureAt: number | null;
  lastErrorCode: string | null;
  lastErrorMessage: string | null;
}

export interface Engine {
  /** The ten steps. @throws WeighbridgeError; item failures stand in the answer. */
  embed(call: EmbedCall): Promise<EmbedAnswer>;
  quote(call: QuoteCall): Promise<Quote>;
  /** Exact tokens of each text, in order. @throws InputError */
  countTokens(inputs: readonly string[], model?: string): Promise<Uint32Array>;
  /** The space that a model would be answered in under a mode. @throws ProviderError PROVIDER_NOT_CONFIGURED */
  spaceOf(mode: Mode, model?: string, dimensions?: number): Promise<string>;
  health(providerId: string): HealthSnapshot;
  /** What is used of each rate limit now, and ms until one more request or token fits (0: at once). */
  rateUse(limits: readonly RateLimit[]): { used: number; waitMs: number }[];
  /** Counts under a limit what was used before this process began, the oldest first; before the first call. */
  countBefore(limit: RateLimit, used: readonly RateUse[]): void;
  /** Refuses new calls and resolves when every attempt that is out is settled, or after `timeoutMs`. */
  drain(timeoutMs: number): Promise<{ unfinished: number }>;
  close(): Promise<void>;
}
