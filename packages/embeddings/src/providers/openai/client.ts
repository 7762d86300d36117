import OpenAI from 'openai';
import { createDirectFetch } from './direct-fetch.ts';
import { isRecord, parseJson } from './parse-answer.ts';
import { readBody } from './read-body.ts';

export type Fetch = typeof globalThis.fetch;

/** What is an attempt's own. */
export interface Attempt {
  /** Ends it. */
  signal: AbortSignal;
  /** Beside the headers that all requests have. */
  headers?: Record<string, string>;
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

type Params = OpenAI.EmbeddingCreateParams;

/**
 * The official SDK, which builds requests and authenticates them. It neither retries (a retry needs a hold of its own) nor
 * logs (its log would hold texts), and what is not given is not looked for in the environment.
 */
export class Client extends OpenAI {
  readonly #fetch: Fetch;
  #request: { url: string; headers: Record<string, string> } | undefined;

  constructor(options: ClientOptions) {
    const fetch = options.fetch ?? createDirectFetch();
    super({
      apiKey: options.apiKey,
      adminAPIKey: null,
      webhookSecret: null,
      organization: options.organization ?? null,
      project: options.project ?? null,
      baseURL: options.baseUrl,
      timeout: options.timeoutMs + TIMEOUT_MARGIN_MS,
      maxRetries: 0,
      logLevel: 'off',
      fetch: guarded(fetch),
    });
    this.#fetch = fetch;
    // The SDK adds headers that OPENAI_CUSTOM_HEADERS names, an Authorization even, and no option keeps it from that.
    this._options.defaultHeaders = undefined;
  }

  /**
   * Sends a request that the SDK built: for a client they differ in body and attempt only, so that it builds one. What it
   * does around sending is done here already, for the body as well (timer, signal, limits, errors), and its promises keep
   * all that a request leaves behind out of reach of small collections.
   * @returns any answer, a failure too. Follows no redirect, since key and texts would follow it.
   */
  async send(params: Params, { signal, headers }: Attempt): Promise<Response> {
    this.#request ??= await this.#build(params);
    return this.#fetch(this.#request.url, {
      method: 'POST',
      headers: { ...this.#request.headers, ...headers },
      body: JSON.stringify(params),
      signal,
      redirect: 'manual',
    });
  }

  async #build(body: Params) {
    const { req, url } = await this.buildRequest({ method: 'post', path: '/embeddings', body });
    return { url, headers: Object.fromEntries(req.headers) };
  }
}

/**
 * Of an error body only the code and the type in the provider's own `error` object: its message may quote a text or the
 * key, and without such an object it is not the provider's own.
 */
export async function ownError(response: Response): Promise<Record<string, unknown> | undefined> {
  const body = parseJson(await readBody(response, ERROR_BODY_LIMIT).catch(() => ''));
  if (!isRecord(body) || !isRecord(body.error)) return undefined;
  const { code, type } = body.error;
  return { code, type };
}

/** For what goes through the SDK: follows no redirect, and hands on of an error what may be known of it. */
function guarded(fetch: Fetch): Fetch {
  return async (input, init) => {
    const headers = Object.fromEntries(new Headers(init?.headers));
    const response = await fetch(input, { ...init, headers, redirect: 'manual' });
    if (response.ok) return response;
    const error = await ownError(response);
    const answered = { status: response.status, headers: response.headers };
    // 304 allows no body.
    if (!error || response.status === 304) return new Response(null, answered);
    return new Response(JSON.stringify({ error }), answered);
  };
}
