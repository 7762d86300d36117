import type { ErrorKind, WeighbridgeError } from '@weighbridge/embeddings';

/** An error as OpenAI's API presents it. */
export interface OpenAiError {
  status: number;
  body: { error: { message: string; type: string; param: string | null; code: string | null } };
  headers: Record<string, string>;
}

interface Presentation {
  status: number;
  type: string;
  param?: string;
  code?: string;
}

const invalid = (param?: string, code?: string): Presentation => ({
  status: 400,
  type: 'invalid_request_error',
  ...(param === undefined ? {} : { param }),
  ...(code === undefined ? {} : { code }),
});

const server = (status: number): Presentation => ({ status, type: 'server_error' });

/** Where OpenAI has a form of its own for what went wrong; its SDKs and their users look at it. */
const BY_CODE: Readonly<Record<string, Presentation>> = {
  EMPTY_REQUEST: invalid('input'),
  EMPTY_INPUT: invalid('input'),
  INVALID_INPUT: invalid('input'),
  INVALID_UNICODE: invalid('input'),
  INPUT_TOO_LONG: invalid('input', 'context_length_exceeded'),
  TOO_MANY_INPUTS: invalid('input'),
  TOO_MANY_TOKENS: { status: 400, type: 'max_tokens_per_request', code: 'max_tokens_per_request' },
  INVALID_DIMENSIONS: invalid('dimensions'),
  INVALID_ENCODING_FORMAT: invalid('encoding_format'),
  INVALID_TAG: invalid('x-weighbridge-tags'),
  UNKNOWN_MODEL: { status: 404, type: 'invalid_request_error', code: 'model_not_found' },
  MODEL_NOT_PRICED: { status: 404, type: 'invalid_request_error', code: 'model_not_found' },
  METHOD_NOT_ALLOWED: { status: 405, type: 'invalid_request_error' },
  TOKENIZER_UNKNOWN: invalid('input'),
  MISSING_KEY: { status: 401, type: 'invalid_request_error', code: 'invalid_api_key' },
  INVALID_KEY: { status: 401, type: 'invalid_request_error', code: 'invalid_api_key' },
  REVOKED_KEY: { status: 401, type: 'invalid_request_error', code: 'invalid_api_key' },
  // By this very code LangChain and others tell what waiting does not mend.
  BUDGET_EXCEEDED: { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
  LEDGER_GAP: { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
  PROVIDER_QUOTA_EXHAUSTED: { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
  PROVIDER_RATE_LIMITED: { status: 429, type: 'requests', code: 'rate_limit_exceeded' },
  RATE_LIMITED: { status: 429, type: 'requests', code: 'rate_limit_exceeded' },
  PRICE_UNUSABLE: server(503),
  PROVIDER_UNAVAILABLE: server(503),
  PROVIDER_NOT_CONFIGURED: server(503),
};

const BY_KIND: Readonly<Record<ErrorKind, Presentation>> = {
  bad_request: invalid(),
  unauthenticated: { status: 401, type: 'invalid_request_error', code: 'invalid_api_key' },
  forbidden: { status: 403, type: 'invalid_request_error' },
  not_found: { status: 404, type: 'invalid_request_error' },
  conflict: { status: 409, type: 'invalid_request_error' },
  too_large: { status: 413, type: 'invalid_request_error' },
  budget: { status: 429, type: 'insufficient_quota' },
  rate_limited: { status: 429, type: 'requests' },
  upstream: server(502),
  unavailable: server(503),
  timeout: server(504),
  cancelled: { status: 499, type: 'invalid_request_error' },
  internal: server(500),
};

/** Our code travels in `x-weighbridge-error`; `code` is OpenAI's where it has one. */
export function toOpenAiError(error: WeighbridgeError): OpenAiError {
  const { status, type, param, code } = presentationOf(error);
  return {
    status,
    body: {
      error: {
        message: messageOf(error),
        type: metricOf(error) ?? type,
        param: param ?? fieldOf(error),
        code: code ?? error.code.toLowerCase(),
      },
    },
    headers: {
      'x-weighbridge-error': error.code,
      // The SDKs try 408, 409, 429 and 5xx again by themselves unless told not to.
      'x-should-retry': String(mayRetry(error)),
      ...(error.code === 'METHOD_NOT_ALLOWED' ? { allow: String(error.facts.allowed) } : {}),
      ...(error.retryAfterMs === undefined
        ? {}
        : {
            'retry-after-ms': String(error.retryAfterMs),
            'retry-after': String(Math.ceil(error.retryAfterMs / 1000)),
          }),
    },
  };
}

function presentationOf({ code, kind, facts }: WeighbridgeError): Presentation {
  // Of a model that takes no "dimensions" at all, OpenAI names no parameter.
  if (code === 'INVALID_DIMENSIONS' && facts.official !== undefined) return invalid();
  return BY_CODE[code] ?? BY_KIND[kind];
}

/** OpenAI names what ran out, `requests` or `tokens`, where other errors have their type. */
function metricOf({ code, facts }: WeighbridgeError): string | undefined {
  return code === 'RATE_LIMITED' && typeof facts.metric === 'string' ? facts.metric : undefined;
}

const NAMED: ReadonlySet<string> = new Set(['INVALID_REQUEST', 'UNKNOWN_MODEL', 'INVALID_IDEMPOTENCY_KEY']);

/** The field or header of the request that was complained of. */
function fieldOf({ code, facts }: WeighbridgeError): string | null {
  return NAMED.has(code) && typeof facts.field === 'string' ? facts.field : null;
}

/** Not after failures that may have been billed: the gateway made the one retry there may be. */
function mayRetry(error: WeighbridgeError): boolean {
  return error.retryable && error.facts.billed !== 'unknown' && error.code !== 'UNSOUND_VECTORS';
}

/** OpenAI's wording comes first where programs look for it, then ours, which says what to do. */
function messageOf(error: WeighbridgeError): string {
  const theirs = wordsOfOpenAi(error);
  return theirs === undefined ? error.message : `${theirs} ${error.message}`;
}

function wordsOfOpenAi({ code, facts }: WeighbridgeError): string | undefined {
  const { index, limit, model, official, what, id, windows } = facts;
  if (typeof official === 'string') return `${official}.`;
  if (code === 'UNKNOWN_MODEL' && typeof model === 'string') {
    return `The model \`${model}\` does not exist or you do not have access to it.`;
  }
  if (code === 'NOT_FOUND' && what === 'endpoint') return `Invalid URL (${String(id)}).`;
  if (typeof limit !== 'number') return undefined;
  // LangChain looks for the older form, others for the newer.
  if (code === 'INPUT_TOO_LONG') {
    return (
      `Invalid 'input[${String(index)}]': maximum input length is ${limit} tokens ` +
      `(this model's maximum context length is ${limit} tokens).`
    );
  }
  if (code === 'TOO_MANY_INPUTS' && windows === undefined)
    return `Invalid 'input': array length must be ${limit} or less.`;
  return undefined;
}
