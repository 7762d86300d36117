import {
  type Billed,
  type FailureClass,
  ProviderError,
  type ProviderErrorCode,
} from '../../errors/provider.ts';
import { askedWait, rateLimitReset } from './retry-after.ts';

/** An HTTP answer that is no success. `error` is the `error` object of the provider's own body, if it had one. */
export interface FailedResponse {
  status: number;
  headers: Headers;
  error: Readonly<Record<string, unknown>> | undefined;
}

interface Verdict {
  code: ProviderErrorCode;
  failure: FailureClass;
  billed: Billed;
  /** What happened and what to do, after "… answered 429 (rate_limit_exceeded): ". */
  advice: string;
}

/**
 * Whether it was billed and whether to try again, from the status, the provider's error code and its headers. The message
 * is ours: the provider's own may quote a text or a key.
 * @param now milliseconds since the epoch, to read a `retry-after` date against.
 */
export function classifyStatus(provider: string, response: FailedResponse, now: number): ProviderError {
  const { status, headers } = response;
  const verdict = obeyRetryHeader(verdictOn(response), headers.get('x-should-retry'));
  const word = errorWord(response);
  const requestId = requestIdOf(headers);
  const wait =
    askedWait(headers, now) ?? (verdict.failure === 'rate_limit' ? rateLimitReset(headers) : undefined);
  return new ProviderError({
    code: verdict.code,
    provider,
    failure: verdict.failure,
    billed: verdict.billed,
    status,
    message: `"${provider}" answered ${status}${word ? ` (${word})` : ''}: ${verdict.advice}`,
    ...(requestId === undefined ? {} : { providerRequestId: requestId }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

/** The provider's own id of a request, for its support; printable ASCII only, since it is shown and stored. */
export function requestIdOf(headers: Headers): string | undefined {
  const id = headers.get('x-request-id');
  return id !== null && /^[\x21-\x7e]{1,200}$/.test(id) ? id : undefined;
}

function verdictOn(response: FailedResponse): Verdict {
  const { status, error } = response;
  if (status >= 500) return serverFailure(error !== undefined);
  switch (status) {
    case 401:
    case 403:
      return {
        code: 'PROVIDER_UNAUTHORIZED',
        failure: 'permanent',
        billed: 'no',
        advice: 'the key was refused. Check the provider’s key, its permissions and its project.',
      };
    case 402:
      return QUOTA_EXHAUSTED;
    case 429:
      return isQuota(error) ? QUOTA_EXHAUSTED : RATE_LIMITED;
    case 408:
      return error === undefined ? GATEWAY_TIMEOUT : NOT_NOW;
    case 409:
    case 425:
      return NOT_NOW;
    default:
      return status >= 300 && status < 400 ? REDIRECTED : REJECTED;
  }
}

const QUOTA_EXHAUSTED: Verdict = {
  code: 'PROVIDER_QUOTA_EXHAUSTED',
  failure: 'permanent',
  billed: 'no',
  advice: 'the account’s quota is used up. Add credit or raise its spending limit; waiting does not help.',
};
const RATE_LIMITED: Verdict = {
  code: 'PROVIDER_RATE_LIMITED',
  failure: 'rate_limit',
  billed: 'no',
  advice: 'the rate limit is reached. Nothing was billed; try again after the wait it asks for.',
};
const GATEWAY_TIMEOUT: Verdict = {
  code: 'PROVIDER_TIMEOUT',
  failure: 'transient',
  billed: 'unknown',
  advice: 'something on the way gave up waiting. The request may have been billed.',
};
const NOT_NOW: Verdict = {
  code: 'PROVIDER_UNAVAILABLE',
  failure: 'transient',
  billed: 'no',
  advice: 'it cannot take the request now. Nothing was billed; try again.',
};
const REDIRECTED: Verdict = {
  code: 'PROVIDER_REJECTED',
  failure: 'permanent',
  billed: 'no',
  advice:
    'it points to another address, where neither key nor texts are sent. Set the base URL to the final one.',
};
const REJECTED: Verdict = {
  code: 'PROVIDER_REJECTED',
  failure: 'permanent',
  billed: 'no',
  advice: 'it does not accept the request. Check the base URL, the model and its limits.',
};

/** With an error body of the provider's own it says itself that it failed; without, a proxy lost sight of the request. */
function serverFailure(ownBody: boolean): Verdict {
  return {
    code: 'PROVIDER_UNAVAILABLE',
    failure: 'transient',
    billed: ownBody ? 'no' : 'unknown',
    advice: ownBody
      ? 'it failed. Nothing was billed; try again.'
      : 'a proxy answered in its place. The request may have been billed.',
  };
}

function isQuota(error: FailedResponse['error']): boolean {
  if (error?.type === 'insufficient_quota') return true;
  const code = error?.code;
  return typeof code === 'string' && (QUOTA_CODES.has(code) || code.endsWith('_spend_limit_exceeded'));
}

const QUOTA_CODES: ReadonlySet<string> = new Set([
  'insufficient_quota',
  'credit_balance_exhausted',
  'billing_hard_limit_reached',
  'spend_limit_exceeded',
]);

/** `x-should-retry` overrules what the status suggests, but never makes a refused key or an empty account worth a retry. */
function obeyRetryHeader(verdict: Verdict, header: string | null): Verdict {
  if (header === 'false' && verdict.failure !== 'permanent') return { ...verdict, failure: 'permanent' };
  if (header === 'true' && verdict.code === 'PROVIDER_REJECTED') return { ...verdict, failure: 'transient' };
  return verdict;
}

/** The provider's code or type, only where it looks like one: never free text, never a key. */
function errorWord({ error }: FailedResponse): string | undefined {
  return [error?.code, error?.type].find(
    (word): word is string => typeof word === 'string' && /^[a-z][a-z_]{0,63}$/.test(word),
  );
}
