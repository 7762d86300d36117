import type { EmbedRequest, EmbedResult } from '../types.ts';

/** A text, or anything that has one: what it is comes back with its vector. */
export type StreamItem = string | { readonly text: string };

export type StreamSource<Item> = Iterable<Item> | AsyncIterable<Item>;

/** What goes into one call, at most; calls are cut so that they fill whole requests to the provider. */
export interface BatchLimits {
  /** Texts of a call: 2,048, as many as a provider takes in one request. */
  maxInputs?: number | undefined;
  /** UTF-8 bytes of a call's texts: 4 MiB. A longer text goes alone. */
  maxBytes?: number | undefined;
}

export interface EmbedStreamOptions<Partial extends boolean = boolean>
  extends Omit<EmbedRequest<Partial>, 'inputs'>,
    BatchLimits {
  /** Calls under way at once, and how far the source is read ahead: 4. */
  concurrency?: number | undefined;
  /** Items of the source that an earlier run has yielded: they are read and passed over. */
  startAt?: number | undefined;
  /** How often a call is made again where that cannot pay twice: 6, waiting up to a minute. */
  retries?: number | undefined;
  /** Called before each batch is yielded. */
  onProgress?: ((progress: StreamProgress) => void) | undefined;
}

/** A run's sums up to now. */
export interface StreamProgress {
  /** Of the item after the last that was yielded. */
  position: number;
  /** Items yielded by this run, failed ones included. */
  items: number;
  failed: number;
  cached: number;
  tokens: number;
  billedTokens: number;
  requests: number;
  costNanoUsd: string;
}

/** An item without a vector. */
export interface StreamFailure<Item> {
  position: number;
  item: Item;
  code: string;
  message: string;
  /** Whether asking again may help. */
  retryable: boolean;
}

/** Some consecutive items with their vectors. */
export interface EmbeddedBatch<Item, Partial extends boolean = boolean> {
  /** Of the first item, counted from the beginning of the source. */
  position: number;
  items: Item[];
  /** In the order of `items`, each a view on `matrix`. With `partial`, null for a failed one. */
  vectors: EmbedResult<Partial>['vectors'];
  matrix: EmbedResult['matrix'];
  dimensions: number;
  /** Null only for a batch of which nothing could be sent, before the first that could. */
  space: Partial extends true ? string | null : string;
  model: string | null;
  tokens: number;
  billedTokens: number;
  costNanoUsd: string;
  /** Items answered by the cache or as repeats. */
  cached: number;
  requests: number;
  correlationId: string | null;
  /** Only with `partial`. */
  failures: StreamFailure<Item>[];
}
