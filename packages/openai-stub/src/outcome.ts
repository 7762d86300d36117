import { ApiError, incorrectKey, invalidParameter } from './api-error.ts';
import { EmbeddingListWriter } from './embedding-list.ts';
import type { Fault } from './fault-kinds.ts';
import { OPENAI_MODELS } from './models.ts';
import { rateLimitReached } from './ratelimit.ts';
import type { AcceptedRequest } from './rules.ts';
import { listItems, spoilVector } from './spoil.ts';
import { fillVector } from './vectors.ts';

/** How an answer reaches the client, or does not. */
export type Delivery =
  /** The whole body, or the first half of it before the connection closes. */
  | {
      readonly how: 'whole' | 'half';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** Made only when it is sent, so that held requests do not hold megabytes. */
      readonly body: () => Buffer;
      /** Whether it comes from the API, with its headers, or from a proxy in front of it. */
      readonly fromApi: boolean;
    }
  /** The connection stays open, without an answer. */
  | { readonly how: 'never' }
  /** The connection is reset, without an answer. */
  | { readonly how: 'reset' };

/** What becomes of a request: what it costs, and what its client sees. */
export interface Outcome {
  readonly billed: boolean;
  /** What is metered; 0 unless billed. */
  readonly billedTokens: number;
  /** The error answered, if one is. */
  readonly error: string | null;
  readonly delivery: Delivery;
}

/** The outcome of a request that the API refuses. */
export function refusal(error: ApiError): Outcome {
  const body = () => Buffer.from(`${JSON.stringify(error.body(), null, 2)}\n`);
  const headers = { 'content-type': 'application/json', ...error.headers };
  return {
    billed: false,
    billedTokens: 0,
    error: error.message,
    delivery: { how: 'whole', status: error.status, headers, body, fromApi: true },
  };
}

/** The outcome of a request that the API accepts, given the fault that strikes it. */
export function outcomeOf(request: AcceptedRequest, fault: Fault | null, key: string): Outcome {
  const { tokens } = request;
  switch (fault?.kind) {
    case 'rate_limit':
    case 'insufficient_quota':
    case 'server_error':
    case 'overloaded':
    case 'unauthorized':
    case 'bad_request':
      return refusal(refusalBy(fault, request, key));
    case 'reset_before':
      return { billed: false, billedTokens: 0, error: null, delivery: { how: 'reset' } };
    case 'reset_after':
      return { billed: true, billedTokens: tokens, error: null, delivery: { how: 'reset' } };
    case 'hang':
      return { ...lost(fault, tokens), error: null, delivery: { how: 'never' } };
    case 'proxy_502':
      return proxied(fault, tokens, 502, 'Bad gateway');
    case 'proxy_504':
      return proxied(fault, tokens, 504, 'Gateway time-out');
    case 'not_json':
      return {
        billed: true,
        billedTokens: tokens,
        error: null,
        delivery: html(200, 'Welcome', 'Please accept the terms of this network to continue.'),
      };
    default:
      return served(request, fault);
  }
}

function served(request: AcceptedRequest, fault: Fault | null): Outcome {
  // The factor acts on what is metered, so that the bill is what usage reports.
  const factor = fault?.kind === 'wrong_usage' ? (fault.options.factor ?? 2) : 1;
  const billedTokens = Math.ceil(request.tokens * factor);
  return {
    billed: true,
    billedTokens,
    error: null,
    delivery: {
      how: fault?.kind === 'truncated' ? 'half' : 'whole',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: () => embeddingList(request, fault, billedTokens),
      fromApi: true,
    },
  };
}

function embeddingList(request: AcceptedRequest, fault: Fault | null, promptTokens: number): Buffer {
  const { model, dimensions, format, sha256 } = request;
  const writer = new EmbeddingListWriter(format, { items: sha256.length, dimensions });
  const spoilt = new Set(fault?.items);
  const vector = new Float32Array(dimensions);
  for (const { index, input } of listItems(sha256.length, fault)) {
    fillVector(vector, sha256[input] ?? '', model);
    writer.add(index, fault !== null && spoilt.has(input) ? spoilVector(vector, fault, model) : vector);
  }
  const name = fault?.kind === 'wrong_model' ? (fault.options.answeredModel ?? anotherThan(model)) : model;
  return writer.finish(name, fault?.kind === 'missing_usage' ? null : promptTokens);
}

function anotherThan(model: string): string {
  return Object.keys(OPENAI_MODELS).find((other) => other !== model) ?? `not-${model}`;
}

function refusalBy(fault: Fault, { model, tokens }: AcceptedRequest, key: string): ApiError {
  switch (fault.kind) {
    case 'rate_limit':
      return rateLimitReached({
        model,
        unit: 'tokens',
        name: 'tokens per min (TPM)',
        limit: 1_000_000,
        used: 1_000_000,
        asked: tokens,
        waitMs: fault.options.retryAfterMs ?? 20,
      });
    case 'insufficient_quota':
      return new ApiError(
        429,
        'You exceeded your current quota, please check your plan and billing details. For more information ' +
          'on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
        { type: 'insufficient_quota', code: 'insufficient_quota' },
      );
    case 'overloaded':
      return new ApiError(503, 'The engine is currently overloaded, please try again later.', {
        type: 'server_error',
      });
    case 'unauthorized':
      return incorrectKey(key);
    case 'bad_request':
      return invalidParameter('input');
    default:
      return new ApiError(500, 'The server had an error while processing your request. Sorry about that!', {
        type: 'server_error',
      });
  }
}

function lost(fault: Fault, tokens: number): { billed: boolean; billedTokens: number } {
  const billed = fault.options.billed ?? true;
  return { billed, billedTokens: billed ? tokens : 0 };
}

function proxied(fault: Fault, tokens: number, status: number, title: string): Outcome {
  const text = 'The web server reported an error. Please try again in a few minutes.';
  return { ...lost(fault, tokens), error: title, delivery: html(status, title, text) };
}

function html(status: number, title: string, text: string): Delivery {
  const page = `<html>\n<head><title>${title}</title></head>\n<body><h1>${title}</h1><p>${text}</p></body>\n</html>\n`;
  const headers = { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' };
  return { how: 'whole', status, headers, body: () => Buffer.from(page), fromApi: false };
}
