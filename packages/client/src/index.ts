export {
  type CallOptions,
  type ClientOptions,
  type CountTokensRequest,
  type CountTokensResult,
  createClient,
  type EmbedRequest,
  type EmbedResult,
  type QuoteRequest,
  type QuoteResult,
  type RouterInputs,
  type RouterOutputs,
  type Vector,
  type WeighbridgeClient,
} from './client.ts';
export { type ClientErrorKind, toClientError, WeighbridgeClientError } from './errors.ts';
