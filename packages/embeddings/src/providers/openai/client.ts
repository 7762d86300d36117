import OpenAI from 'openai';
import { createDirectFetch } from './direct-fetch.ts';
import { isRecord, parseJson } from './parse-answer.ts';
import { readBody } from './read-body.ts';

export type Fetch = typeof globalThis.fetch;

/**
 * What ends a request, handed past the SDK in `fetchOptions`. A signal that the SDK knows of is put together with one of
 * its own, and what `AbortSignal.any` makes is garbage that only a full collection finds.
 */
export interface AttemptInit {
  endsWith?: AbortSignal;
}

export interface ClientOptions {
  apiKey: string;
  baseUrl: string;
  timeoutMs: number;
  fetch: Fetch | undefined;
  organization: string | undefined;
  project: string | undefined;
}

/** An error body is a few hundred bytes; what is longer is a page of somebody else's. */
const ERROR_BODY_LIMIT = 64 * 1024;

/** Our own timer covers the body too and says why it fired, so it goes first. */
const TIMEOUT_MARGIN_MS = 1000;

/**
 * The official SDK as transport only: it builds the request and authenticates it. It neither retries (a retry needs a hold
 * of its own) nor logs (its log would hold texts), and what is not given is not looked for in the environment.
 */
export function createClient(options: ClientOptions): OpenAI {
  return new EnvironmentlessClient({
    apiKey: options.apiKey,
    adminAPIKey: null,
    webhookSecret: null,
    organization: options.organization ?? null,
    project: options.project ?? null,
    baseURL: options.baseUrl,
    timeout: options.timeoutMs + TIMEOUT_MARGIN_MS,
    maxRetries: 0,
    logLevel: 'off',
    fetch: guarded(options.fetch ?? createDirectFetch()),
  });
}

/** The SDK adds headers that OPENAI_CUSTOM_HEADERS names, an Authorization even, and no option keeps it from that. */
class EnvironmentlessClient extends OpenAI {
  constructor(options: ConstructorParameters<typeof OpenAI>[0]) {
    super(options);
    this._options.defaultHeaders = undefined;
  }
}

/**
 * Follows no redirect, since key and texts would follow it. Of an error body only the code and the type in the provider's
 * own `error` object are handed on: its message may quote a text or the key, and without such an object it is not the
 * provider's own.
 */
function guarded(fetch: Fetch): Fetch {
  return async (input, init: RequestInit & AttemptInit = {}) => {
    const { endsWith = init.signal ?? null, ...rest } = init;
    const response = await fetch(input, { ...rest, signal: endsWith, redirect: 'manual' });
    if (response.ok) return response;
    const body = parseJson(await readBody(response, ERROR_BODY_LIMIT).catch(() => ''));
    const error = isRecord(body) && isRecord(body.error) ? body.error : undefined;
    const { status, headers } = response;
    // 304 allows no body.
    if (!error || status === 304) return new Response(null, { status, headers });
    return new Response(JSON.stringify({ error: { code: error.code, type: error.type } }), {
      status,
      headers,
    });
  };
}
