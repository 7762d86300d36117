import type { TRPCClient } from '@trpc/client';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@weighbridge/api';
import { NO_BULK_ROUTE, postBulk } from './bulk.ts';
import { type Connection, normaliseUrl } from './connection.ts';
import { WeighbridgeClientError } from './errors.ts';
import { withRetries } from './retry.ts';
import { createTransport } from './transport.ts';
import { decodeVectors, rowsOf } from './vectors.ts';

/** Inputs and outputs of every procedure, by router and name. */
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

type EmbedInput = RouterInputs['embeddings']['embed'];
/** An answer without its vectors. */
type Header = Omit<RouterOutputs['embeddings']['embed'], 'vectors' | 'floats'>;

export interface ClientOptions {
  /** Where the gateway listens, such as http://127.0.0.1:4100. */
  url: string;
  /** An access key, as `keys create` gives it. */
  key?: string;
  /** An administrator's token (the command line's token file); `key` wins. */
  token?: string;
  fetch?: typeof globalThis.fetch;
  headers?: Readonly<Record<string, string>>;
  /** How often a call that certainly sent nothing is made again; 2 when left out. */
  retries?: number;
}

export interface CallOptions {
  /** Stops waiting, and the gateway sends nothing further; what was paid for is kept. */
  signal?: AbortSignal;
}

export interface EmbedRequest<Partial extends boolean = boolean>
  extends Omit<EmbedInput, 'encoding' | 'partial'>,
    CallOptions {
  /** Answer what succeeded and report failures item by item, instead of failing the call. */
  partial?: Partial;
}

export type Vector = Float32Array<ArrayBuffer>;

/** The procedure's output, with its vectors decoded. */
export interface EmbedResult<Partial extends boolean = boolean> extends Header {
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
  /** What the same call would weigh and cost now; nothing is sent or held. @throws WeighbridgeClientError */
  quote(request: QuoteRequest): Promise<QuoteResult>;
  /** Exact tokens, in input order. @throws WeighbridgeClientError */
  countTokens(request: CountTokensRequest): Promise<CountTokensResult>;
  /** Every procedure, as it is; wrap it in `toClientError` for our errors. */
  readonly trpc: TRPCClient<AppRouter>;
}

/** Node's fetch gives up on a silent answer after five minutes: let the gateway end the call before. */
const DEFAULT_TIMEOUT_MS = 240_000;

export function createClient(options: ClientOptions): WeighbridgeClient {
  const url = normaliseUrl(options.url);
  const retries = options.retries ?? 2;
  const connection: Connection = {
    url,
    bearer: options.key ?? options.token,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    headers: options.headers ?? {},
  };
  const trpc = createTransport(connection);
  /** Off once a gateway has said that it knows no such route. */
  let bulk = true;
  const embedOnce = async (input: Omit<EmbedInput, 'encoding'>, signal: AbortSignal | undefined) => {
    if (bulk) {
      const frame = await postBulk(connection, input, signal);
      if (frame !== NO_BULK_ROUTE) return { ...(frame.header as Header), matrix: frame.matrix };
      bulk = false;
    }
    const {
      vectors,
      floats: _floats,
      ...header
    } = await trpc.embeddings.embed.mutate({ ...input, encoding: 'base64' }, callOptions(signal));
    return { ...header, matrix: decodeVectors(vectors ?? '', header.count, header.dimensions) };
  };
  return {
    url,
    trpc,
    async embed<const Partial extends boolean = false>(request: EmbedRequest<Partial>) {
      const { signal, ...input } = request;
      const answer = await withRetries({ url, retries, signal }, () =>
        embedOnce({ timeoutMs: DEFAULT_TIMEOUT_MS, ...input }, signal),
      );
      return withRows<Partial>(answer, request.inputs.length);
    },
    quote({ signal, ...input }) {
      return withRetries({ url, retries, signal }, () =>
        trpc.embeddings.quote.query(input, callOptions(signal)),
      );
    },
    countTokens({ signal, ...input }) {
      return withRetries({ url, retries, signal }, () =>
        trpc.embeddings.countTokens.query(input, callOptions(signal)),
      );
    },
  };
}

function callOptions(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

function withRows<Partial extends boolean>(
  answer: Header & { matrix: Vector },
  asked: number,
): EmbedResult<Partial> {
  const { count, dimensions, items, matrix } = answer;
  if (count !== asked || !Array.isArray(items) || items.length !== asked) {
    throw new WeighbridgeClientError({
      code: 'BAD_ANSWER',
      kind: 'upstream',
      message: `${asked} inputs were sent, but the gateway answered for ${count}. Check that client and gateway have the same version.`,
      retryable: false,
      retryAfterMs: null,
      facts: { asked, answered: count },
      correlationId: answer.correlationId,
    });
  }
  // A row that failed is null, never an empty or NaN vector that could be stored by mistake.
  const vectors = rowsOf(matrix, count, dimensions).map((row, index) => (items[index]?.error ? null : row));
  return { ...answer, vectors: vectors as EmbedResult<Partial>['vectors'] };
}
