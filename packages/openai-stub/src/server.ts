import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError, modelNotFound, requireKey, unknownUrl, wrongMethod } from './api-error.ts';
import { control } from './control.ts';
import { loadEncoder, TextMeasurer } from './count.ts';
import { EmbeddingsEndpoint } from './embeddings-endpoint.ts';
import { Exchange } from './exchange.ts';
import { Faults } from './faults.ts';
import { Gate } from './gate.ts';
import { Journal } from './journal.ts';
import type { Models } from './models.ts';
import { checkedLatency, type Latency, type StubOptions, type StubSettings, settingsOf } from './options.ts';
import { refusal } from './outcome.ts';
import { RateLimiter } from './ratelimit.ts';
import { type StubStats, Traffic } from './stats.ts';
import { StubError } from './stub-error.ts';

/** A running stand-in. */
export interface Stub {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** What an OpenAI SDK takes as its base URL: `url` and `/v1`. */
  readonly baseUrl: string;
  readonly port: number;
  readonly journal: Pick<Journal, 'path' | 'entries' | 'summary'>;
  readonly faults: Pick<Faults, 'next' | 'always' | 'random' | 'clear' | 'list'>;
  readonly gate: Pick<Gate, 'hold' | 'release' | 'waiting' | 'waitFor' | 'position'>;
  stats(): StubStats;
  /** Acts on requests accepted from now on. */
  setLatency(latencyMs: Latency): void;
  /** Resolves once every request that arrived is in the journal, also those whose client has left. */
  idle(): Promise<void>;
  /** Counts texts ahead, unbilled, so that a benchmark does not measure the stub's counting. */
  prime(texts: readonly string[]): void;
  /** Cuts every connection. Requests that are not in the journal by then were not billed. */
  close(): Promise<void>;
}

/**
 * Starts a stand-in for OpenAI's embeddings API.
 * @throws {StubError} `bad_option`, `port_in_use` or `listen_failed`; `journal_unreadable` when the journal to
 * continue is something else.
 */
export async function startStub(options: StubOptions = {}): Promise<Stub> {
  const settings = settingsOf(options);
  loadEncoder();
  const closing = new AbortController();
  const traffic = new Traffic();
  const faults = new Faults();
  const gate = new Gate();
  const measurer = new TextMeasurer(settings.countCacheChars);
  const limiter = new RateLimiter(settings.rateLimits);
  const journal = new Journal(settings.journalPath);
  const parts = { settings, journal, faults, gate, limiter, traffic, measurer, closing: closing.signal };
  const endpoint = new EmbeddingsEndpoint(parts);

  const stats = (): StubStats => {
    const { billedRequests, billedTokens, billedNanoUsd } = journal.totals();
    const bill = { billedRequests, billedTokens, billedNanoUsd: String(billedNanoUsd) };
    return { ...traffic.snapshot(), held: gate.waiting, ...bill };
  };
  const prime = (texts: readonly string[]): void => {
    for (const text of texts) measurer.measure(text, settings.limits.maxInputTokens);
  };

  const steered = { faults, gate, journal, endpoint, stats, prime };
  const server = createServer((request, response) => {
    const exchange = new Exchange(request, response);
    const handled = exchange.path.startsWith('/__stub/')
      ? control(exchange, steered)
      : answer(exchange, { endpoint, settings, traffic });
    handled.catch((error: unknown) => {
      // A bug, a predicate that throws, or a full disk: a judge must fail loudly, not answer.
      request.socket.destroy();
      throw error;
    });
  });
  // A connection that the server closes for idleness would look to clients like a lost request.
  Object.assign(server, { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 });

  try {
    await listen(server, settings);
  } catch (error) {
    journal.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const url = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`;

  return {
    url,
    baseUrl: `${url}/v1`,
    port,
    journal,
    faults,
    gate,
    stats,
    setLatency: (latencyMs) => {
      endpoint.latencyMs = checkedLatency(latencyMs);
    },
    idle: () => traffic.idle(),
    prime,
    close: async () => {
      closing.abort();
      gate.release();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await traffic.idle();
      journal.close();
    },
  };
}

/** Everything that is not the stub's own control. */
async function answer(
  exchange: Exchange,
  parts: { endpoint: EmbeddingsEndpoint; settings: StubSettings; traffic: Traffic },
): Promise<void> {
  const { endpoint, settings, traffic } = parts;
  const { method, path } = exchange;
  const served = traffic.arrived();
  // The last byte is handed over before a client can see it, whereas 'close' may come after that.
  exchange.response.once('finish', served).once('close', served);
  if (method === 'POST' && path === '/v1/embeddings') {
    await endpoint.handle(exchange);
    return;
  }
  try {
    exchange.request.resume();
    requireKey(exchange.request.headers, settings.apiKeys);
    const value = lookUp(method, path, settings.models);
    exchange.json(200, value);
    traffic.decided(200);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    exchange.deliver(refusal(error).delivery, {});
    traffic.decided(error.status);
  }
}

/** `GET /v1/models` and `GET /v1/models/:id`. */
function lookUp(method: string, path: string, models: Models): unknown {
  const describe = (id: string) => ({
    id,
    object: 'model',
    created: models[id]?.created ?? 0,
    owned_by: 'system',
  });
  const [, version, resource, id, ...rest] = path.split('/');
  if (version !== 'v1' || rest.length > 0) throw unknownUrl(method, path);
  if (resource !== 'models' && !(resource === 'embeddings' && id === undefined))
    throw unknownUrl(method, path);
  if (resource === 'embeddings' || method !== 'GET') throw wrongMethod(method, path);
  if (id === undefined) return { object: 'list', data: Object.keys(models).map(describe) };
  const known = Object.keys(models).find((name) => id === encodeURIComponent(name));
  if (known === undefined) throw modelNotFound(id);
  return describe(known);
}

async function listen(server: Server, { port, host }: StubSettings): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE';
      const message = inUse
        ? `Port ${port} on ${host} is already in use: stop what listens there, or choose another port.`
        : `Cannot listen on ${host}:${port}: ${error.message}`;
      reject(new StubError(inUse ? 'port_in_use' : 'listen_failed', message, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
}
