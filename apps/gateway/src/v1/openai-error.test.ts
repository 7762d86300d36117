import {
  AccessError,
  BudgetExceededError,
  InputError,
  LedgerUnavailableError,
  ProviderError,
  RateLimitedError,
  UnsoundVectorsError,
  type WeighbridgeError,
} from '@weighbridge/embeddings';
import { describe, expect, it } from 'vitest';
import { toOpenAiError } from './openai-error.ts';

const provider = (code: ProviderError['code'], billed: 'no' | 'unknown', failure: ProviderError['failure']) =>
  new ProviderError({ code: code as 'PROVIDER_TIMEOUT', provider: 'openai', message: 'm', failure, billed });

const budget = new BudgetExceededError({
  budgetId: 'bud_1',
  scope: 'global',
  window: 'day',
  windowStart: '2026-01-01T00:00:00.000Z',
  resetsAt: null,
  limitNanoUsd: '1',
  settledNanoUsd: '0',
  heldNanoUsd: '0',
  uncertainNanoUsd: '0',
  askedNanoUsd: '2',
  roomNanoUsd: '0',
  limit: '$0',
  asked: '$0',
  left: '$0',
});

const presented: [WeighbridgeError, number, string, string | null, string, string][] = [
  [new InputError('EMPTY_INPUT', 'm'), 400, 'invalid_request_error', 'input', 'empty_input', 'false'],
  [
    new InputError('INVALID_DIMENSIONS', 'm'),
    400,
    'invalid_request_error',
    'dimensions',
    'invalid_dimensions',
    'false',
  ],
  [new InputError('UNKNOWN_MODEL', 'm'), 404, 'invalid_request_error', null, 'model_not_found', 'false'],
  [
    new InputError('REQUEST_TOO_LARGE', 'm'),
    413,
    'invalid_request_error',
    null,
    'request_too_large',
    'false',
  ],
  [new AccessError('INVALID_KEY', 'm'), 401, 'invalid_request_error', null, 'invalid_api_key', 'false'],
  [budget, 429, 'insufficient_quota', null, 'insufficient_quota', 'false'],
  [new LedgerUnavailableError('disk full'), 503, 'server_error', null, 'ledger_unavailable', 'true'],
  [new UnsoundVectorsError('openai', []), 502, 'server_error', null, 'unsound_vectors', 'false'],
  [
    provider('PROVIDER_UNAVAILABLE', 'no', 'transient'),
    503,
    'server_error',
    null,
    'provider_unavailable',
    'true',
  ],
  [
    provider('PROVIDER_TIMEOUT', 'unknown', 'transient'),
    504,
    'server_error',
    null,
    'provider_timeout',
    'false',
  ],
  [
    provider('PROVIDER_CONNECTION_LOST', 'unknown', 'transient'),
    502,
    'server_error',
    null,
    'provider_connection_lost',
    'false',
  ],
  [
    provider('PROVIDER_UNAUTHORIZED', 'no', 'permanent'),
    502,
    'server_error',
    null,
    'provider_unauthorized',
    'false',
  ],
  [
    provider('PROVIDER_QUOTA_EXHAUSTED', 'no', 'permanent'),
    429,
    'insufficient_quota',
    null,
    'insufficient_quota',
    'false',
  ],
];

describe('toOpenAiError', () => {
  it.each(presented)('presents %s as %d', (error, status, type, param, code, shouldRetry) => {
    const shown = toOpenAiError(error);
    expect(shown.status).toBe(status);
    expect(shown.body.error).toMatchObject({ type, param, code });
    expect(shown.headers['x-weighbridge-error']).toBe(error.code);
    expect(shown.headers['x-should-retry']).toBe(shouldRetry);
  });

  it('passes on how long to wait', () => {
    const error = new ProviderError({
      code: 'PROVIDER_RATE_LIMITED',
      provider: 'openai',
      message: 'm',
      failure: 'rate_limit',
      billed: 'no',
      retryAfterMs: 1500,
    });
    expect(toOpenAiError(error)).toMatchObject({
      status: 429,
      headers: { 'retry-after': '2', 'retry-after-ms': '1500', 'x-should-retry': 'true' },
    });
  });

  it.each([
    { metric: 'requests', retryAfterMs: 2001, retryAfter: '3', again: 'true' },
    { metric: 'tokens', retryAfterMs: undefined, retryAfter: undefined, again: 'false' },
  ] as const)('names a limit on $metric as OpenAI does, to be tried again: $again', (its) => {
    const { metric, retryAfterMs } = its;
    const window = { id: 'rat_1', scope: 'global', period: 'minute', limit: 2, used: 2, asked: 3 } as const;
    const shown = toOpenAiError(new RateLimitedError({ ...window, metric, retryAfterMs }));
    expect(shown).toMatchObject({
      status: 429,
      body: { error: { type: metric, code: 'rate_limit_exceeded', param: null } },
      headers: { 'x-weighbridge-error': 'RATE_LIMITED', 'x-should-retry': its.again },
    });
    expect(shown.headers['retry-after']).toBe(its.retryAfter);
    expect(shown.headers['retry-after-ms']).toBe(retryAfterMs === undefined ? undefined : `${retryAfterMs}`);
  });

  it('says too long in the words that programs look for', () => {
    const error = new InputError('INPUT_TOO_LONG', 'Input 3 has more.', { index: 3, limit: 8192 });
    const { message } = toOpenAiError(error).body.error;
    expect(message).toContain("Invalid 'input[3]': maximum input length is 8192 tokens");
    expect(message).toContain('maximum context length');
  });
});
