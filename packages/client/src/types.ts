import type { TRPCClient } from '@trpc/client';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@weighbridge/api';
import type { QuoteStreamOptions, StreamQuote } from './stream/quote-stream.ts';
import type { EmbeddedBatch, EmbedStreamOptions, StreamItem, StreamSource } from './stream/types.ts';

/** Inputs and outputs of every procedure, by router and name. */
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

export type EmbedInput = RouterInputs['embeddings']['embed'];
/** An answer without its vectors. */
export type EmbedHeader = Omit<RouterOutputs['embeddings']['embed'], 'vectors' | 'floats'>;

export interface ClientOptions {
  /** Where the gateway listens, such as http://127.0.0.1:4100. */
  url: string;
  /** An access key, as `keys create` gives it. */
  key?: string | undefined;
  /** An administrator's token (the command line's token file); `key` wins. */
  token?: string | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  /** How often a call is made again where that cannot pay twice; 2 when left out. */
  retries?: number | undefined;
}

export interface CallOptions {
  /** Stops waiting, and the gateway sends nothing further; what was paid for is kept. */
  signal?: AbortSignal | undefined;
}

export interface EmbedRequest<Partial extends boolean = boolean>
  extends Omit<EmbedInput, 'encoding' | 'partial'>,
    CallOptions {
  /** Answer what succeeded and report failures item by item, instead of failing the call. */
  partial?: Partial | undefined;
  /**
   * The same call under the same key has the same answer for a day and is paid for once. It makes it safe to ask again
   * after a connection that broke, and so it is.
   */
  idempotencyKey?: string | undefined;
}

export type Vector = Float32Array<ArrayBuffer>;

/** The procedure's output, with its vectors decoded. */
export interface EmbedResult<Partial extends boolean = boolean> extends EmbedHeader {
  /** In input order, each a view on `matrix`. With `partial`, null where the item's `error` is set. */
  vectors: Partial extends true ? (Vector | null)[] : Vector[];
  /** All of them: `count × dimensions` float32. A failed item's row is NaN. */
  matrix: Vector;
}

export type QuoteRequest = RouterInputs['embeddings']['quote'] & CallOptions;
export type QuoteResult = RouterOutputs['embeddings']['quote'];
export type CountTokensRequest = RouterInputs['embeddings']['countTokens'] & CallOptions;
export type CountTokensResult = RouterOutputs['embeddings']['countTokens'];

export interface WeighbridgeClient {
  readonly url: string;
  /** Weighs, pays, inspects; one vector per input, all in one space. @throws WeighbridgeClientError */
  embed<const Partial extends boolean = false>(request: EmbedRequest<Partial>): Promise<EmbedResult<Partial>>;
  /**
   * Embeds a source of any length, in order and in one space, with memory that does not grow with it. Ends early with
   * the position to resume from; every batch before it was yielded.
   * @throws EmbedStreamError
   */
  embedStream<Item extends StreamItem, const Partial extends boolean = false>(
    source: StreamSource<Item>,
    options?: EmbedStreamOptions<Partial>,
  ): AsyncGenerator<EmbeddedBatch<Item, Partial>, void, undefined>;
  /** What the same call would weigh and cost now; nothing is sent or held. @throws WeighbridgeClientError */
  quote(request: QuoteRequest): Promise<QuoteResult>;
  /** The sum of the quotes of a source of any length. @throws WeighbridgeClientError */
  quoteStream(source: StreamSource<StreamItem>, options?: QuoteStreamOptions): Promise<StreamQuote>;
  /** Exact tokens, in input order. @throws WeighbridgeClientError */
  countTokens(request: CountTokensRequest): Promise<CountTokensResult>;
  /** Every procedure, as it is; wrap it in `toClientError` for our errors. */
  readonly trpc: TRPCClient<AppRouter>;
}
