import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ProviderError } from '../../errors/provider.ts';
import { findModel } from '../../models/catalogue.ts';
import type { ProviderRequest } from '../provider.ts';
import { createOpenAiProvider, type OpenAiProviderOptions } from './openai-provider.ts';

const KEY = 'sk-test-not-a-real-key-0123456789';
const SECRET_TEXT = 'the secret text of a customer';
const model = findModel('text-embedding-3-small');

interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}
type Handler = (received: Received, response: ServerResponse) => void;

const servers: (Server | TcpServer)[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(server: Server | TcpServer): Promise<string> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serve(handle: Handler): Promise<{ host: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} };
      received.push(one);
      handle(one, response);
    });
  });
  return { host: await listen(server), received };
}

/** A server below HTTP: does what it likes with each connection once the first bytes have come. */
const serveTcp = (handle: (socket: Socket) => void) =>
  listen(createTcpServer((socket) => void socket.once('data', () => handle(socket))));

function embedding(dimensions = 4): string {
  return Buffer.from(new Float32Array(dimensions).fill(0.5).buffer).toString('base64');
}

function answerTo(received: Received, response: ServerResponse): void {
  const input = received.body.input as string[];
  const data = input.map((_, index) => ({ object: 'embedding', index, embedding: embedding() }));
  respond(
    response,
    200,
    { object: 'list', data, model: model.id, usage: { prompt_tokens: 7, total_tokens: 7 } },
    {
      'x-request-id': 'req_42',
    },
  );
}

function respond(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/html' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(text);
}

const ownError = (type: string, code: string | null = null) => ({
  error: { message: `You sent "${SECRET_TEXT}" with ${KEY}`, type, param: null, code },
});

function provider(host: string, options: Partial<OpenAiProviderOptions> = {}) {
  return createOpenAiProvider({ apiKey: KEY, baseUrl: `http://${host}/v1`, timeoutMs: 5000, ...options });
}

function request(overrides: Partial<ProviderRequest> = {}): ProviderRequest {
  return {
    model,
    dimensions: model.dimensions,
    inputs: [SECRET_TEXT],
    correlationId: 'corr_1',
    attemptId: 'att_1',
    signal: new AbortController().signal,
    ...overrides,
  };
}

/** The failure of one attempt; it must not give away key, text or the provider's own words. */
async function failureOf(attempt: Promise<unknown>): Promise<ProviderError> {
  const thrown = await attempt.then(
    () => expect.unreachable('the attempt should have failed'),
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ProviderError);
  const error = thrown as ProviderError;
  const shown = [error.message, error.stack, JSON.stringify(error.facts), String(error.cause)].join();
  expect(shown).not.toContain(KEY);
  expect(shown).not.toContain(SECRET_TEXT);
  return error;
}

async function failureOfStatus(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<ProviderError> {
  const { host, received } = await serve((_, response) => respond(response, status, body, headers));
  const error = await failureOf(provider(host).embed(request()));
  expect(received).toHaveLength(1);
  expect(error.status).toBe(status);
  return error;
}

describe('a request', () => {
  test('asks for base64 and carries texts, key, correlation and attempt', async () => {
    const { host, received } = await serve(answerTo);
    await provider(host, { organization: 'org-1', project: 'proj-1' }).embed(request({ user: 'end-user' }));
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      method: 'POST',
      url: '/v1/embeddings',
      headers: {
        authorization: `Bearer ${KEY}`,
        'x-client-request-id': 'corr_1',
        'x-weighbridge-attempt': 'att_1',
        'openai-organization': 'org-1',
        'openai-project': 'proj-1',
      },
    });
    expect(received[0]?.body).toEqual({
      model: model.id,
      input: [SECRET_TEXT],
      encoding_format: 'base64',
      user: 'end-user',
    });
  });

  test('names dimensions only where they are not the model’s own', async () => {
    const { host, received } = await serve(answerTo);
    await provider(host).embed(request({ dimensions: 4 }));
    expect(received[0]?.body.dimensions).toBe(4);
  });

  test('carries ids of any kind as ASCII of at most 512 characters', async () => {
    const { host, received } = await serve(answerTo);
    await provider(host).embed(
      request({ correlationId: `Zürich\r\nX-Evil: 1${'x'.repeat(600)}`, attemptId: '' }),
    );
    const id = received[0]?.headers['x-client-request-id'];
    expect(id).toMatch(/^Z_rich__X-Evil: 1x+$/);
    expect(id).toHaveLength(512);
    expect(received[0]?.headers).not.toHaveProperty('x-evil');
    expect(received[0]?.headers).not.toHaveProperty('x-weighbridge-attempt');
  });

  test('takes nothing from the environment', async () => {
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:1/v1');
    vi.stubEnv('OPENAI_ORG_ID', 'org-env');
    vi.stubEnv('OPENAI_PROJECT_ID', 'proj-env');
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'X-From-Environment: 1\nAuthorization: Bearer another');
    const { host, received } = await serve(answerTo);
    await provider(host).embed(request());
    expect(received[0]?.headers).not.toHaveProperty('openai-organization');
    expect(received[0]?.headers).not.toHaveProperty('openai-project');
    expect(received[0]?.headers).not.toHaveProperty('x-from-environment');
    expect(received[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  test('is never logged, whatever OPENAI_LOG says', async () => {
    vi.stubEnv('OPENAI_LOG', 'debug');
    const written = (['debug', 'info', 'log', 'warn', 'error'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation(() => undefined),
    );
    const { host } = await serve((received, response) =>
      received.headers['x-client-request-id'] === 'fail'
        ? respond(response, 400, ownError('invalid_request_error'))
        : answerTo(received, response),
    );
    await provider(host).embed(request());
    await failureOf(provider(host).embed(request({ correlationId: 'fail' })));
    for (const spy of written) expect(spy).not.toHaveBeenCalled();
  });
});

describe('an answer', () => {
  test('gives vectors, metered tokens, model and the provider’s request id', async () => {
    const { host } = await serve(answerTo);
    const answer = await provider(host).embed(request({ inputs: ['a', 'b'] }));
    expect(answer.vectors).toEqual([new Float32Array(4).fill(0.5), new Float32Array(4).fill(0.5)]);
    expect(answer).toMatchObject({
      meteredTokens: 7,
      model: model.id,
      providerRequestId: 'req_42',
      anomalies: [],
    });
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('that comes as %s, though nobody asked for that, is read as well', async (encoding, compress) => {
    const { host, received } = await serve((asked, response) => {
      const [status, body] =
        asked.headers['x-client-request-id'] === 'refuse'
          ? [400, ownError('invalid_request_error', 'too_odd')]
          : [200, { data: [{ index: 0, embedding: embedding() }], usage: { total_tokens: 2 } }];
      response.writeHead(status as number, {
        'content-type': 'application/json',
        'content-encoding': encoding,
      });
      response.end(compress(JSON.stringify(body)));
    });
    const answer = await provider(host).embed(request());
    expect(answer.vectors).toEqual([new Float32Array(4).fill(0.5)]);
    expect(received[0]?.headers).not.toHaveProperty('accept-encoding');
    const error = await failureOf(provider(host).embed(request({ correlationId: 'refuse' })));
    expect(error.message).toContain('400 (too_odd)');
  });

  test('after a byte order mark is read as well, and so is a refusal', async () => {
    const { host } = await serve((asked, response) => {
      const refused = asked.headers['x-client-request-id'] === 'refuse';
      const body = refused
        ? ownError('invalid_request_error', 'too_odd')
        : { data: [{ index: 0, embedding: embedding() }], usage: { total_tokens: 2 } };
      response.writeHead(refused ? 400 : 200, { 'content-type': 'application/json' });
      response.end(`\ufeff${JSON.stringify(body)}`);
    });
    const { vectors, meteredTokens } = await provider(host).embed(request());
    expect({ vectors, meteredTokens }).toEqual({
      vectors: [new Float32Array(4).fill(0.5)],
      meteredTokens: 2,
    });
    const error = await failureOf(provider(host).embed(request({ correlationId: 'refuse' })));
    expect(error.message).toContain('400 (too_odd)');
  });

  test('of numbers, from a server that knows no base64, is read as well', async () => {
    const { host } = await serve((_, response) =>
      respond(response, 200, { data: [{ index: 0, embedding: [0.25, -0.5] }], usage: { total_tokens: 2 } }),
    );
    const answer = await provider(host).embed(request());
    expect(answer.vectors).toEqual([Float32Array.of(0.25, -0.5)]);
    expect(answer.meteredTokens).toBe(2);
  });
});

describe('a refusal is not billed', () => {
  test.each([401, 403])('%d: the key is refused, for good', async (status) => {
    const error = await failureOfStatus(status, ownError('invalid_request_error', 'invalid_api_key'), {
      'x-request-id': 'req_7',
    });
    expect(error).toMatchObject({
      code: 'PROVIDER_UNAUTHORIZED',
      failure: 'permanent',
      billed: 'no',
      retryable: false,
      providerRequestId: 'req_7',
    });
    expect(error.message).toContain(`${status} (invalid_api_key)`);
  });

  test.each([400, 404, 405, 413, 422])('%d: the request is rejected, for good', async (status) => {
    const error = await failureOfStatus(status, ownError('invalid_request_error', 'max_tokens_per_request'));
    expect(error).toMatchObject({ code: 'PROVIDER_REJECTED', failure: 'permanent', billed: 'no' });
  });

  test.each([400, 403, 404, 429])('%d: also from a proxy without a body of the provider', async (status) => {
    expect((await failureOfStatus(status, '<html>no</html>')).billed).toBe('no');
  });

  test('an error code that is no code is not repeated', async () => {
    const error = await failureOfStatus(400, { error: { type: KEY, code: SECRET_TEXT } });
    expect(error.message).toContain('answered 400: ');
  });
});

describe('a rate limit', () => {
  test.each(['rate_limit_exceeded', 'slow_down'])('%s is worth waiting for', async (code) => {
    const error = await failureOfStatus(429, ownError('requests', code), {
      'retry-after-ms': '120',
      'retry-after': '1',
    });
    expect(error).toMatchObject({
      code: 'PROVIDER_RATE_LIMITED',
      failure: 'rate_limit',
      billed: 'no',
      retryable: true,
      retryAfterMs: 120,
    });
  });

  test('without retry-after waits for the reset of what is used up', async () => {
    const error = await failureOfStatus(429, ownError('tokens', 'rate_limit_exceeded'), {
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '6m0s',
      'x-ratelimit-remaining-requests': '10',
      'x-ratelimit-reset-requests': '1s',
    });
    expect(error.retryAfterMs).toBe(360_000);
  });

  test('until a date is read against the clock', async () => {
    const date = new Date(Date.now() + 90_000).toUTCString();
    const error = await failureOfStatus(429, ownError('requests', 'rate_limit_exceeded'), {
      'retry-after': date,
    });
    expect(error.retryAfterMs).toBeGreaterThan(80_000);
    expect(error.retryAfterMs).toBeLessThanOrEqual(90_000);
  });

  test.each([
    ['insufficient_quota', 'insufficient_quota'],
    ['insufficient_quota', null],
    ['requests', 'credit_balance_exhausted'],
    ['requests', 'organization_spend_limit_exceeded'],
    ['requests', 'billing_hard_limit_reached'],
  ])('of type %s and code %s is an empty account, for good', async (type, code) => {
    const error = await failureOfStatus(429, ownError(type, code), {
      'retry-after': '1',
      'x-should-retry': 'true',
    });
    expect(error).toMatchObject({
      code: 'PROVIDER_QUOTA_EXHAUSTED',
      failure: 'permanent',
      billed: 'no',
      retryable: false,
    });
  });
});

describe('a failure of the server', () => {
  test.each([500, 502, 503, 504])('%d with the provider’s own error is not billed', async (status) => {
    const error = await failureOfStatus(status, ownError('server_error'), { 'retry-after': '2' });
    expect(error).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      failure: 'transient',
      billed: 'no',
      retryable: true,
      retryAfterMs: 2000,
    });
  });

  test.each([
    [502, '<html><h1>502 Bad Gateway</h1></html>'],
    [504, '<html><h1>504 Gateway Time-out</h1></html>'],
    [500, ''],
    [503, '{"message":"upstream"}'],
    [502, '{"error":"upstream"}'],
    [502, '[{"error":{}}]'],
    [502, `{"error":{"message":"${'x'.repeat(100_000)}"}}`],
  ])('%d without one may have been billed: %.30s', async (status, body) => {
    expect(await failureOfStatus(status, body)).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      failure: 'transient',
      billed: 'unknown',
      retryable: true,
    });
  });

  test('408 may have been billed unless the provider says it itself', async () => {
    expect(await failureOfStatus(408, '')).toMatchObject({
      code: 'PROVIDER_TIMEOUT',
      failure: 'transient',
      billed: 'unknown',
    });
    expect(await failureOfStatus(408, ownError('timeout'))).toMatchObject({
      failure: 'transient',
      billed: 'no',
    });
  });

  test('409 is worth another try', async () => {
    expect(await failureOfStatus(409, ownError('conflict'))).toMatchObject({
      failure: 'transient',
      billed: 'no',
    });
  });

  test('x-should-retry overrules the status', async () => {
    const never = { 'x-should-retry': 'false' };
    const again = { 'x-should-retry': 'true' };
    expect(await failureOfStatus(503, ownError('server_error'), never)).toMatchObject({
      failure: 'permanent',
      billed: 'no',
    });
    expect(await failureOfStatus(502, '<html>', never)).toMatchObject({
      failure: 'permanent',
      billed: 'unknown',
    });
    expect(await failureOfStatus(400, ownError('x'), again)).toMatchObject({
      failure: 'transient',
      retryable: true,
    });
    expect(await failureOfStatus(401, ownError('x'), again)).toMatchObject({
      failure: 'permanent',
      retryable: false,
    });
  });

  test('is asked once only: retries belong to the caller, who needs a hold for each', async () => {
    const { host, received } = await serve((_, response) => respond(response, 503, ownError('server_error')));
    await failureOf(provider(host).embed(request()));
    await sleep(50);
    expect(received).toHaveLength(1);
  });
});

describe('a connection that is never made is not billed', () => {
  test.each([
    [
      'refused',
      async () => {
        const server = createTcpServer();
        const host = await listen(server);
        await new Promise((resolve) => servers.pop()?.close(resolve));
        return `http://${host}/v1`;
      },
    ],
    ['to a name that does not exist', async () => `http://${'x'.repeat(64)}.invalid/v1`],
    ['over TLS to a server without it', async () => `https://${(await serve(answerTo)).host}/v1`],
    [
      'cut off in the TLS handshake',
      async () => `https://${await serveTcp((socket) => socket.destroy())}/v1`,
    ],
    ['to a port that fetch refuses', async () => 'http://127.0.0.1:9/v1'],
  ])('%s', async (_, url) => {
    const error = await failureOf(provider('', { baseUrl: await url() }).embed(request()));
    expect(error).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      failure: 'transient',
      billed: 'no',
      retryable: true,
    });
  });
});

describe('a connection that is lost may have been billed', () => {
  const head = (length: number) =>
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\nx-request-id: req_9\r\n\r\n`;

  test.each<[string, (socket: Socket) => void]>([
    ['reset after the request was sent', (socket) => socket.resetAndDestroy()],
    ['closed without an answer', (socket) => socket.end()],
    ['closed in the middle of the headers', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-')],
    ['closed in the middle of the body', (socket) => socket.end(`${head(1000)}{"data":[`)],
    [
      'reset in the middle of the body',
      (socket) =>
        void socket.write(`${head(1000)}{"data":[`, () => setTimeout(() => socket.resetAndDestroy(), 20)),
    ],
    [
      'closed in the middle of a chunk',
      (socket) =>
        socket.end(
          'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n20\r\n{"da',
        ),
    ],
  ])('%s', async (_, handle) => {
    const error = await failureOf(provider(await serveTcp(handle)).embed(request()));
    expect(error).toMatchObject({
      code: 'PROVIDER_CONNECTION_LOST',
      failure: 'transient',
      billed: 'unknown',
      retryable: true,
    });
  });

  test('a kept-alive connection that the server resets on its second request', async () => {
    const seen = new WeakSet<Socket>();
    const { host } = await serve((received, response) => {
      const socket = response.socket!;
      if (seen.has(socket)) socket.resetAndDestroy();
      else answerTo(received, response);
      seen.add(socket);
    });
    const openai = provider(host);
    // Until a connection is used again, which fetch decides.
    let attempts = 0;
    let lost: unknown;
    while (lost === undefined && attempts++ < 100) {
      await sleep(2);
      lost = await openai.embed(request()).then(
        () => undefined,
        (error: unknown) => error,
      );
    }
    expect(attempts).toBeGreaterThan(1);
    expect(lost).toMatchObject({ code: 'PROVIDER_CONNECTION_LOST', failure: 'transient', billed: 'unknown' });
  });
});

describe('a timeout may have been billed', () => {
  const timeout = {
    code: 'PROVIDER_TIMEOUT',
    kind: 'timeout',
    failure: 'transient',
    billed: 'unknown',
    retryable: true,
  };

  test('when no answer comes', async () => {
    const { host } = await serve(() => undefined);
    expect(await failureOf(provider(host, { timeoutMs: 100 }).embed(request()))).toMatchObject(timeout);
  });

  test('when the body stalls', async () => {
    const { host } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"data":[');
    });
    expect(await failureOf(provider(host, { timeoutMs: 150 }).embed(request()))).toMatchObject(timeout);
  });

  test('when the caller’s deadline passes', async () => {
    const { host } = await serve(() => undefined);
    const error = await failureOf(provider(host).embed(request({ signal: AbortSignal.timeout(100) })));
    expect(error).toMatchObject(timeout);
  });

  test('even where an error page without end stalls', async () => {
    const { host } = await serve((_, response) => {
      response.writeHead(502, { 'content-type': 'text/html' });
      response.write('<html>');
    });
    const error = await failureOf(provider(host, { timeoutMs: 150 }).embed(request()));
    expect(error.billed).toBe('unknown');
  });
});

describe('a cancelled attempt', () => {
  test('under way may have been billed', async () => {
    const caller = new AbortController();
    const { host } = await serve(() => caller.abort());
    const error = await failureOf(provider(host).embed(request({ signal: caller.signal })));
    expect(error).toMatchObject({ code: 'PROVIDER_CONNECTION_LOST', billed: 'unknown' });
  });

  test('before it began sends nothing and is not billed', async () => {
    const { host, received } = await serve(answerTo);
    const error = await failureOf(provider(host).embed(request({ signal: AbortSignal.abort() })));
    expect(error.billed).toBe('no');
    expect(received).toHaveLength(0);
  });
});

describe('a success that is none', () => {
  test.each([
    ['a page', 200, '<html>Sign in</html>'],
    ['nothing', 200, ''],
    ['no content', 204, ''],
    ['JSON cut short without an error of the connection', 200, '{"data":[{"index":0,"emb'],
    ['another object', 200, { id: 'cmpl-1', choices: [] }],
    ['an error in disguise', 200, ownError('server_error')],
    ['data that is no list', 200, { data: 'x' }],
  ])('%s may have been billed, and is not worth repeating', async (_, status, body) => {
    const { host } = await serve((_received, response) =>
      respond(response, status, body, { 'x-request-id': 'req_5' }),
    );
    expect(await failureOf(provider(host).embed(request()))).toMatchObject({
      code: 'PROVIDER_BAD_ANSWER',
      failure: 'unknown',
      billed: 'unknown',
      retryable: false,
      providerRequestId: 'req_5',
    });
  });

  test('a body without end is not read to its end', async () => {
    let sent = 0;
    const { host } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const block = Buffer.alloc(65_536, 0x20);
      const pour = () => {
        while (!response.destroyed && response.write(block)) sent += block.length;
      };
      response.on('drain', pour);
      pour();
    });
    expect(await failureOf(provider(host).embed(request()))).toMatchObject({
      code: 'PROVIDER_BAD_ANSWER',
      billed: 'unknown',
    });
    expect(sent).toBeLessThan(20_000_000);
  });

  test('what is not HTTP is a bad answer', async () => {
    const host = await serveTcp((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'));
    expect(await failureOf(provider(host).embed(request()))).toMatchObject({
      code: 'PROVIDER_BAD_ANSWER',
      billed: 'unknown',
    });
  });
});

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308, 304])(
    '%d is not followed: neither key nor texts go elsewhere',
    async (status) => {
      const elsewhere = await serve(answerTo);
      const { host } = await serve((_, response) => {
        response.writeHead(status, { location: `http://${elsewhere.host}/v1/embeddings` });
        response.end();
      });
      const error = await failureOf(provider(host).embed(request()));
      expect(error).toMatchObject({ code: 'PROVIDER_REJECTED', failure: 'permanent', billed: 'no', status });
      expect(elsewhere.received).toHaveLength(0);
    },
  );
});

describe('a probe', () => {
  const probe = (host: string, options: Partial<OpenAiProviderOptions> = {}) =>
    provider(host, options).probe(new AbortController().signal);

  test('is a free look at the default model, with the key', async () => {
    const { host, received } = await serve((_, response) =>
      respond(response, 200, { id: model.id, object: 'model' }),
    );
    expect(await probe(host)).toMatchObject({ ok: true, latencyMs: expect.any(Number) });
    expect(received).toMatchObject([
      { method: 'GET', url: `/v1/models/${model.id}`, headers: { authorization: `Bearer ${KEY}` } },
    ]);
  });

  test.each([401, 403])('%d is never healthy', async (status) => {
    const { host } = await serve((_, response) =>
      respond(response, status, ownError('invalid_request_error')),
    );
    expect(await probe(host)).toMatchObject({ ok: false, code: 'PROVIDER_UNAUTHORIZED' });
  });

  test('404 from a stand-in without that list is reachable, and says what is not known', async () => {
    const { host } = await serve((_, response) => respond(response, 404, 'not found'));
    const health = await probe(host);
    expect(health.ok).toBe(true);
    expect(health.message).toContain('not known');
  });

  test('404 from the official API is not healthy', async () => {
    const fetch = async () =>
      Response.json(ownError('invalid_request_error', 'model_not_found'), { status: 404 });
    const official = provider('', { baseUrl: 'https://api.openai.com/v1', fetch });
    expect(official.endpoint).toBe('openai');
    expect(await official.probe(new AbortController().signal)).toMatchObject({
      ok: false,
      code: 'PROVIDER_REJECTED',
    });
  });

  test.each([
    [500, 'PROVIDER_UNAVAILABLE'],
    [429, 'PROVIDER_RATE_LIMITED'],
    [302, 'PROVIDER_REJECTED'],
  ])('%d is not healthy: %s', async (status, code) => {
    const { host } = await serve((_, response) => respond(response, status, ownError('x')));
    expect(await probe(host)).toMatchObject({ ok: false, code });
  });

  test('a page instead of JSON is not healthy', async () => {
    const { host } = await serve((_, response) =>
      respond(response, 200, '<html>Sign in to this network</html>'),
    );
    expect(await probe(host)).toMatchObject({ ok: false, code: 'PROVIDER_BAD_ANSWER' });
  });

  test('no server, a silent one and a cancelled probe are not healthy', async () => {
    expect(await probe('127.0.0.1:9')).toMatchObject({ ok: false, code: 'PROVIDER_UNAVAILABLE' });
    const { host } = await serve(() => undefined);
    expect(await probe(host, { timeoutMs: 100 })).toMatchObject({ ok: false, code: 'PROVIDER_TIMEOUT' });
    expect(await provider(host).probe(AbortSignal.abort())).toMatchObject({ ok: false });
  });
});

describe('the provider', () => {
  test('names its endpoint: only the official address is openai', () => {
    expect(provider('', { baseUrl: 'https://api.openai.com/v1' })).toMatchObject({
      id: 'openai',
      kind: 'openai',
      endpoint: 'openai',
      free: false,
    });
    expect(provider('localhost:4010').endpoint).toBe('localhost:4010');
    expect(provider('localhost:4010', { id: 'staging' }).id).toBe('staging');
  });

  test.each(['', ' ', 'sk-with space', 'sk-with\nnewline', 'sk-ünicode'])(
    'refuses a key that is none: %j',
    (apiKey) => {
      expect(() => provider('localhost:4010', { apiKey })).toThrow(
        expect.objectContaining({ code: 'PROVIDER_NOT_CONFIGURED', billed: 'no' }),
      );
    },
  );

  test.each(['', 'api.openai.com', 'ftp://host/v1', 'https://user:pass@host/v1', 'https://host/v1?x=1'])(
    'refuses a base URL that is none: %j',
    (baseUrl) => {
      expect(() => provider('', { baseUrl })).toThrow(
        expect.objectContaining({ code: 'PROVIDER_NOT_CONFIGURED' }),
      );
    },
  );
});
