import OpenAI from 'openai';
import { ProviderError } from '../../errors/provider.ts';
import { DEFAULT_MODEL } from '../../models/catalogue.ts';
import { endpointOf } from '../../space.ts';
import type { EmbeddingProvider, ProviderAnswer, ProviderHealth, ProviderRequest } from '../provider.ts';
import { type AttemptSignal, attemptSignal } from './attempt-signal.ts';
import { badAnswer, classifyNetwork, timedOut } from './classify-network.ts';
import { classifyStatus, requestIdOf } from './classify-status.ts';
import { Client, type Fetch, ownError } from './client.ts';
import { isRecord, parseAnswer, parseJson } from './parse-answer.ts';
import { BodyTooLargeError, readBody, readChunks } from './read-body.ts';
import { limitsOf } from './retry-after.ts';
import { AnswerScan } from './scan-answer.ts';

export interface OpenAiProviderOptions {
  /** Default `openai`. */
  id?: string;
  apiKey: string;
  /** With the version path, such as `https://api.openai.com/v1`. */
  baseUrl: string;
  /** For one attempt as a whole, from the connection to the last byte. Milliseconds. */
  timeoutMs: number;
  organization?: string;
  project?: string;
  /** Default: one that reads bodies without web streams. */
  fetch?: Fetch;
}

const PROBE_TIMEOUT_MS = 10_000;
const PROBE_BODY_LIMIT = 64 * 1024;
/** What an item may take in JSON: a float at full length with indentation, and the item's other fields. */
const BYTES_PER_COMPONENT = 48;
const BYTES_PER_ITEM = 1024;
const BYTES_PER_ANSWER = 64 * 1024;
/** OpenAI refuses longer ones. */
const LONGEST_HEADER = 512;

/**
 * OpenAI's embeddings API, or a stand-in for it at another base URL. One attempt a call; every failure is a ProviderError
 * that says whether it was billed and whether to try again.
 * @throws ProviderError PROVIDER_NOT_CONFIGURED when the key or the base URL cannot be used.
 */
export function createOpenAiProvider(options: OpenAiProviderOptions): EmbeddingProvider {
  const { id = 'openai', apiKey, baseUrl, timeoutMs } = options;
  const endpoint = checkedEndpoint(id, baseUrl);
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw notConfigured(id, 'its key is empty or holds characters that no key has. Set the key again');
  }
  const client = new Client({
    apiKey,
    baseUrl,
    timeoutMs,
    fetch: options.fetch,
    organization: options.organization,
    project: options.project,
  });
  return {
    id,
    kind: 'openai',
    endpoint,
    free: false,
    embed: (request) =>
      attempt(id, request.signal, timeoutMs, (signal) => embed(id, client, request, signal)),
    probe: (signal) => probe(id, client, endpoint, signal, Math.min(timeoutMs, PROBE_TIMEOUT_MS)),
  };
}

async function embed(
  provider: string,
  client: Client,
  request: ProviderRequest,
  signal: AbortSignal,
): Promise<ProviderAnswer> {
  const { model, dimensions, inputs } = request;
  const response = await client.send(
    {
      model: model.id,
      input: request.tokenIds ? request.tokenIds.map((ids) => [...ids]) : [...inputs],
      encoding_format: 'base64',
      ...(dimensions === model.dimensions ? {} : { dimensions }),
      ...(request.user === undefined ? {} : { user: request.user }),
    },
    { signal, headers: correlationHeaders(request) },
  );
  const { status, headers } = response;
  request.onLimits?.(limitsOf(headers));
  if (!response.ok) {
    throw classifyStatus(provider, { status, headers, error: await ownError(response) }, Date.now());
  }
  const limit = BYTES_PER_ANSWER + inputs.length * (dimensions * BYTES_PER_COMPONENT + BYTES_PER_ITEM);
  const requestId = requestIdOf(headers);
  const answer = await readAnswer(response, limit, request, requestId);
  if (!answer) throw badAnswer(provider, `answered ${status} without a list of embeddings`, requestId);
  return answer;
}

/** Scans the body while it arrives; what is not as it should be is parsed as a whole. */
async function readAnswer(
  response: Response,
  limit: number,
  request: ProviderRequest,
  requestId: string | undefined,
): Promise<ProviderAnswer | undefined> {
  const scan = new AnswerScan(request);
  await readChunks(response, limit, (chunk) => scan.push(chunk));
  return scan.finish(requestId) ?? parseAnswer(scan.body(), request, requestId);
}

/** Runs one attempt and turns whatever it throws into a ProviderError. */
async function attempt<T>(
  provider: string,
  caller: AbortSignal,
  timeoutMs: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (caller.aborted) throw cancelledBefore(provider);
  const ending = attemptSignal(caller, timeoutMs);
  try {
    return await run(ending.signal);
  } catch (thrown) {
    throw classify(provider, thrown, ending);
  } finally {
    ending.release();
  }
}

function classify(provider: string, thrown: unknown, ending: AttemptSignal): ProviderError {
  if (thrown instanceof ProviderError) return thrown;
  if (thrown instanceof OpenAI.APIError && thrown.status !== undefined) {
    const { status, headers = new Headers(), error } = thrown;
    return classifyStatus(
      provider,
      { status, headers, error: isRecord(error) ? error : undefined },
      Date.now(),
    );
  }
  if (thrown instanceof BodyTooLargeError)
    return badAnswer(provider, `answered more than ${thrown.limit} bytes`);
  switch (ending.ended()) {
    case 'timeout':
      return timedOut(provider);
    case 'cancelled':
      return cancelledUnderWay(provider);
    default:
      return classifyNetwork(provider, thrown);
  }
}

async function probe(
  id: string,
  client: Client,
  endpoint: string,
  caller: AbortSignal,
  timeoutMs: number,
): Promise<ProviderHealth> {
  const started = performance.now();
  const health = (ok: boolean, message: string, code?: string): ProviderHealth => ({
    ok,
    latencyMs: Math.round(performance.now() - started),
    message,
    ...(code === undefined ? {} : { code }),
  });
  try {
    const body = await attempt(id, caller, timeoutMs, async (signal) =>
      readBody(await client.models.retrieve(DEFAULT_MODEL, { signal }).asResponse(), PROBE_BODY_LIMIT),
    );
    if (isRecord(parseJson(body))) return health(true, `"${id}" answers and accepts the key.`);
    const unreadable = badAnswer(id, 'answered the probe with something other than JSON');
    return health(false, unreadable.message, unreadable.code);
  } catch (thrown) {
    const error = thrown instanceof ProviderError ? thrown : classifyNetwork(id, thrown);
    if (error.status === 404 && endpoint !== 'openai') {
      return health(
        true,
        `"${id}" answers, but lists no model ${DEFAULT_MODEL}: whether it takes the key is not known.`,
      );
    }
    return health(false, error.message, error.code);
  }
}

function correlationHeaders(request: ProviderRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  const correlation = headerText(request.correlationId);
  const attemptId = headerText(request.attemptId);
  if (correlation) headers['X-Client-Request-Id'] = correlation;
  if (attemptId) headers['x-weighbridge-attempt'] = attemptId;
  return headers;
}

/** Printable ASCII; ids come from callers, and fetch refuses a header with anything else. */
function headerText(text: string): string {
  return text
    .replace(/[^\x20-\x7e]/g, '_')
    .trim()
    .slice(0, LONGEST_HEADER);
}

function checkedEndpoint(id: string, baseUrl: string): string {
  const url = URL.parse(baseUrl);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw notConfigured(
      id,
      'its base URL is not an http or https address. Set one such as https://api.openai.com/v1',
    );
  }
  if (url.username || url.password || url.search || url.hash) {
    throw notConfigured(id, 'its base URL holds a user name, a query or a fragment. Give the plain address');
  }
  return endpointOf(baseUrl);
}

function notConfigured(provider: string, what: string): ProviderError {
  return new ProviderError({
    code: 'PROVIDER_NOT_CONFIGURED',
    provider,
    failure: 'permanent',
    billed: 'no',
    message: `The provider "${provider}" cannot be used: ${what}.`,
  });
}

function cancelledBefore(provider: string): ProviderError {
  return new ProviderError({
    code: 'PROVIDER_CONNECTION_LOST',
    provider,
    failure: 'transient',
    billed: 'no',
    message: `The request to "${provider}" was cancelled before it was sent. Nothing was billed.`,
  });
}

function cancelledUnderWay(provider: string): ProviderError {
  return new ProviderError({
    code: 'PROVIDER_CONNECTION_LOST',
    provider,
    failure: 'transient',
    billed: 'unknown',
    message: `The request to "${provider}" was cancelled under way. It may have been billed.`,
  });
}
