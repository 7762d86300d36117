export { createClient } from './client.ts';
export { type ClientErrorKind, fromErrorBody, toClientError, WeighbridgeClientError } from './errors.ts';
export type { QuoteStreamOptions, StreamQuote } from './stream/quote-stream.ts';
export { EmbedStreamError } from './stream/stream-error.ts';
export type {
  BatchLimits,
  EmbeddedBatch,
  EmbedStreamOptions,
  StreamFailure,
  StreamItem,
  StreamProgress,
  StreamSource,
} from './stream/types.ts';
export type {
  CallOptions,
  ClientOptions,
  CountTokensRequest,
  CountTokensResult,
  EmbedRequest,
  EmbedResult,
  QuoteRequest,
  QuoteResult,
  RouterInputs,
  RouterOutputs,
  Vector,
  WeighbridgeClient,
} from './types.ts';
