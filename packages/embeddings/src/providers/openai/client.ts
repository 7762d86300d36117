import OpenAI from 'openai';
import { createDirectFetch } from './direct-fetch.ts';
import { isRecord, parseJson } from './parse-answer.ts';
import { readBody } from './read-body.ts';

export type Fetch = typeof globalThis.fetch;

/** What is an attempt's own, handed past the SDK in `fetchOptions`. */
export interface AttemptInit {
  /**
   * What ends it. A signal that the SDK knows of is put together with one of its own, and what `AbortSignal.any` makes is
   * garbage that only a full collection finds.
   */
  endsWith?: AbortSignal;
  /** Headers beside those that all requests have. */
  headersToo?: Record<string, string>;
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
  return new TransportClient({
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

type Built = Awaited<ReturnType<OpenAI['buildRequest']>>;

class TransportClient extends OpenAI {
  #built: Built | undefined;

  constructor(options: ConstructorParameters<typeof OpenAI>[0]) {
    super(options);
    // The SDK adds headers that OPENAI_CUSTOM_HEADERS names, an Authorization even, and no option keeps it from that.
    this._options.defaultHeaders = undefined;
  }

  /**
   * All requests of a client for embeddings differ in their body only, and in what our fetch adds. The SDK builds the first;
   * its dozen headers anew for each would take a fifth of the time that a request for one text spends in it.
   */
  override async buildRequest(...[options, retry]: Parameters<OpenAI['buildRequest']>): Promise<Built> {
    if (options.path !== '/embeddings') return super.buildRequest(options, retry);
    if (!this.#built) {
      const { fetchOptions: _, ...common } = options;
      this.#built = await super.buildRequest(common, retry);
    }
    const { req, url, timeout } = this.#built;
    const own: object = options.fetchOptions ?? {};
    return { req: { ...req, ...own, body: JSON.stringify(options.body) }, url, timeout };
  }
}

/**
 * Follows no redirect, since key and texts would follow it. Of an error body only the code and the type in the provider's
 * own `error` object are handed on: its message may quote a text or the key, and without such an object it is not the
 * provider's own.
 */
function guarded(fetch: Fetch): Fetch {
  return async (input, init: RequestInit & AttemptInit = {}) => {
    const { endsWith = init.signal ?? null, headersToo, ...rest } = init;
    const headers = { ...headersOf(rest.headers), ...headersToo };
    const response = await fetch(input, { ...rest, headers, signal: endsWith, redirect: 'manual' });
    if (response.ok) return response;
    const body = parseJson(await readBody(response, ERROR_BODY_LIMIT).catch(() => ''));
    const error = isRecord(body) && isRecord(body.error) ? body.error : undefined;
    const { status } = response;
    const answered = { status, headers: response.headers };
    // 304 allows no body.
    if (!error || status === 304) return new Response(null, answered);
    return new Response(JSON.stringify({ error: { code: error.code, type: error.type } }), answered);
  };
}

const plainHeaders = new WeakMap<Headers, Record<string, string>>();

/** `Headers` are sorted whenever they are read, so that those of all requests are read once. */
function headersOf(given: RequestInit['headers']): Record<string, string> {
  if (!(given instanceof Headers)) return Object.fromEntries(new Headers(given));
  let plain = plainHeaders.get(given);
  if (!plain) {
    plain = Object.fromEntries(given);
    plainHeaders.set(given, plain);
  }
  return plain;
}
