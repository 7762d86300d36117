import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { type Frame, readFrame } from './bulk-frame.ts';
import { normaliseUrl } from './connection.ts';
import { createClient, toClientError, type WeighbridgeClient, WeighbridgeClientError } from './index.ts';

interface Seen {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

type Answer = (seen: Seen, response: ServerResponse) => void;

let server: Server | undefined;
let seen: Seen[] = [];

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** A server that answers requests in turn, the last answer again and again. */
async function serving(...answers: Answer[]): Promise<string> {
  seen = [];
  server = createServer(async (request, response) => {
    const body = await text(request);
    const request_ = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>),
    };
    seen.push(request_);
    answers[Math.min(seen.length, answers.length) - 1]?.(request_, response);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function json(status: number, value: unknown): Answer {
  return (_seen, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

const data = (value: unknown) => json(200, { result: { data: value } });

const refusal = (code: string, kind: string, extra: Record<string, unknown> = {}) =>
  json(503, {
    error: {
      message: `${code}: do something about it`,
      code: -32603,
      data: {
        code: 'SERVICE_UNAVAILABLE',
        httpStatus: 503,
        weighbridge: {
          code,
          kind,
          retryable: true,
          retryAfterMs: 1,
          facts: { why: 'test' },
          correlationId: 'cor_1',
          ...extra,
        },
      },
    },
  });

const VECTORS = [
  [0.5, -0.25, 1e-7],
  [1, 2, 3],
];

function embedding(vectors: readonly (readonly number[])[], errors: readonly number[] = []) {
  const floats = Float32Array.from(vectors.flat());
  return {
    count: vectors.length,
    dimensions: 3,
    vectors: Buffer.from(floats.buffer).toString('base64'),
    floats: null,
    items: vectors.map((_, index) => ({
      tokens: 1,
      cached: false,
      warnings: [],
      error: errors.includes(index) ? { code: 'UNSOUND_VECTORS', message: 'm', retryable: true } : null,
    })),
    costNanoUsd: '40',
    correlationId: 'cor_1',
  };
}

/** The bytes of a bulk answer, as the format is written down; written here once more, so that neither side can drift. */
function frameOf({ vectors, floats: _floats, ...header }: ReturnType<typeof embedding>): Buffer {
  const json = JSON.stringify({ ...header, padding: '' });
  const padded = json.padEnd(Math.ceil(json.length / 4) * 4, ' ');
  const prefix = Buffer.alloc(16);
  prefix.write('WBVF');
  prefix.writeUInt32LE(1, 4);
  prefix.writeUInt32LE(padded.length, 8);
  return Buffer.concat([prefix, Buffer.from(padded), Buffer.from(vectors ?? '', 'base64')]);
}

const bytes =
  (...pieces: Uint8Array[]): Answer =>
  async (_seen, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    for (const piece of pieces) {
      response.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  };

const frame = (answer: ReturnType<typeof embedding>) => bytes(frameOf(answer));

const NO_SUCH_ROUTE = json(404, { error: { code: 'NOT_FOUND', message: 'There is nothing here.' } });

async function failure(call: Promise<unknown>): Promise<WeighbridgeClientError> {
  const error = await call.then(
    () => expect.fail('it succeeded'),
    (thrown: unknown) => thrown,
  );
  expect(WeighbridgeClientError.isInstance(error)).toBe(true);
  return error as WeighbridgeClientError;
}

test('embed asks for bytes and answers views on one buffer, without boxing', async () => {
  const client = createClient({ url: await serving(frame(embedding(VECTORS))), key: 'wb_key' });
  const answer = await client.embed({ inputs: ['a', 'b'], model: 'm', space: 's' });
  expect(answer.vectors).toEqual(VECTORS.map((vector) => Float32Array.from(vector)));
  expect(answer.vectors.every((vector) => vector.buffer === answer.matrix.buffer)).toBe(true);
  expect(answer.costNanoUsd).toBe('40');
  expect(seen).toMatchObject([
    {
      method: 'POST',
      path: '/bulk/embeddings',
      headers: { authorization: 'Bearer wb_key' },
      body: { inputs: ['a', 'b'], model: 'm', space: 's' },
    },
  ]);
});

test('a frame is read however it is cut into pieces', async () => {
  const whole = frameOf(embedding(VECTORS));
  const single = Array.from(whole, (_, at) => whole.subarray(at, at + 1));
  const { vectors } = await createClient({ url: await serving(bytes(...single)) }).embed({
    inputs: ['a', 'b'],
  });
  expect(vectors).toEqual(VECTORS.map((vector) => Float32Array.from(vector)));
});

test('a gateway of before the bulk route is asked by tRPC, and from then on only so', async () => {
  const url = await serving(NO_SUCH_ROUTE, data(embedding(VECTORS)));
  const client = createClient({ url });
  for (let call = 0; call < 2; call++) {
    const answer = await client.embed({ inputs: ['a', 'b'] });
    expect(answer.vectors).toEqual(VECTORS.map((vector) => Float32Array.from(vector)));
    expect(answer.vectors.every((vector) => vector.buffer === answer.matrix.buffer)).toBe(true);
  }
  expect(seen.map(({ path }) => path)).toEqual([
    '/bulk/embeddings',
    '/trpc/embeddings.embed',
    '/trpc/embeddings.embed',
  ]);
  expect(seen[1]?.body).toMatchObject({ inputs: ['a', 'b'], encoding: 'base64' });
});

test.each([
  ['prefix', 3],
  ['header', 40],
  ['vectors', frameOf(embedding(VECTORS)).length - 1],
])('an answer that ends in its %s is asked for again, then named as such', async (what, length) => {
  const whole = frameOf(embedding(VECTORS));
  const url = await serving(bytes(whole.subarray(0, length)), bytes(whole));
  expect((await createClient({ url }).embed({ inputs: ['a', 'b'] })).count).toBe(2);
  const never = await serving(bytes(whole.subarray(0, length)));
  const error = await failure(createClient({ url: never, retries: 1 }).embed({ inputs: ['a', 'b'] }));
  expect(error).toMatchObject({ code: 'TRUNCATED_ANSWER', retryable: true, facts: { what, bytes: length } });
  expect(seen).toHaveLength(2);
});

test('whatever bytes come, a frame or one clear error is what is read from them', async () => {
  const whole = frameOf(embedding(VECTORS));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 80 }),
        fc
          .tuple(fc.nat(whole.length - 1), fc.nat(255))
          .map(([at, value]) => Buffer.from(whole).fill(value, at, at + 1)),
        fc.nat(whole.length).map((length) => whole.subarray(0, length)),
      ),
      async (given) => {
        const body = new Response(Uint8Array.from(given)).body as ReadableStream<Uint8Array>;
        const outcome = await readFrame(body).catch((error: unknown) => error);
        if (WeighbridgeClientError.isInstance(outcome)) {
          expect(['BAD_ANSWER', 'TRUNCATED_ANSWER']).toContain(outcome.code);
        } else {
          expect((outcome as Frame).matrix).toBeInstanceOf(Float32Array);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('a connection that breaks inside an answer is a truncated answer', async () => {
  const whole = frameOf(embedding(VECTORS));
  const url = await serving((_seen, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': whole.length });
    response.write(whole.subarray(0, 200), () => response.destroy());
  });
  const error = await failure(createClient({ url, retries: 0 }).embed({ inputs: ['a', 'b'] }));
  expect(error).toMatchObject({ code: 'TRUNCATED_ANSWER', retryable: true });
});

const overwritten = (at: number, value: string) => (whole: Buffer) =>
  Buffer.concat([whole.subarray(0, at), Buffer.from(value, 'latin1'), whole.subarray(at + value.length)]);

test.each<[string, (whole: Buffer) => Buffer]>([
  ['other magic bytes', overwritten(0, '%PDF')],
  ['another version', overwritten(4, '\x02')],
  ['an endless header', overwritten(8, '\xff\xff\xff\xff')],
  ['a header that is no JSON', overwritten(16, 'x')],
  ['bytes after its last vector', (whole) => Buffer.concat([whole, Buffer.alloc(4)])],
])('an answer with %s is refused', async (_name, spoil) => {
  const url = await serving(bytes(spoil(frameOf(embedding(VECTORS)))));
  const error = await failure(createClient({ url }).embed({ inputs: ['a', 'b'] }));
  expect(error).toMatchObject({ code: 'BAD_ANSWER', retryable: false });
  expect(seen).toHaveLength(1);
});

test('with partial, a failed item is null, never a vector that could be stored', async () => {
  const client = createClient({ url: await serving(frame(embedding(VECTORS, [0]))) });
  const { vectors } = await client.embed({ inputs: ['a', 'b'], partial: true });
  expect(vectors[0]).toBeNull();
  expect(vectors[1]).toEqual(Float32Array.from([1, 2, 3]));
});

test('quote and countTokens go by POST, since texts do not fit a URL; other queries by GET', async () => {
  const url = await serving(data({ total: 2, tokens: [2] }));
  const client = createClient({ url, token: 'wbt_token', headers: { 'x-correlation-id': 'mine' } });
  await client.quote({ inputs: ['a'] });
  await client.countTokens({ inputs: ['a'] });
  await client.trpc.budgets.list.query();
  expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /trpc/embeddings.quote',
    'POST /trpc/embeddings.countTokens',
    'GET /trpc/budgets.list',
  ]);
  for (const { headers } of seen) {
    expect(headers).toMatchObject({ authorization: 'Bearer wbt_token', 'x-correlation-id': 'mine' });
  }
});

test('a refusal keeps its code, kind, facts and correlation id', async () => {
  const url = await serving(refusal('BUDGET_EXCEEDED', 'budget', { retryable: false, retryAfterMs: null }));
  const error = await failure(createClient({ url }).embed({ inputs: ['a'] }));
  expect(error).toMatchObject({
    code: 'BUDGET_EXCEEDED',
    kind: 'budget',
    message: 'BUDGET_EXCEEDED: do something about it',
    retryable: false,
    retryAfterMs: null,
    facts: { why: 'test' },
    correlationId: 'cor_1',
  });
  expect(seen).toHaveLength(1);
});

test('what the raw client throws can be turned into the same error', async () => {
  const url = await serving(refusal('ADMIN_ONLY', 'forbidden'));
  const client = createClient({ url });
  const thrown = await client.trpc.budgets.list.query().catch((error: unknown) => error);
  expect(toClientError(thrown, url)).toMatchObject({ code: 'ADMIN_ONLY', kind: 'forbidden' });
});

test('a gateway that is closing is asked again; nothing was sent to a provider', async () => {
  const url = await serving(refusal('SHUTTING_DOWN', 'unavailable'), frame(embedding(VECTORS)));
  const answer = await createClient({ url }).embed({ inputs: ['a', 'b'] });
  expect(answer.vectors).toHaveLength(2);
  expect(seen).toHaveLength(2);
});

test('tries end, and none is made where it was not wanted', async () => {
  const url = await serving(refusal('SHUTTING_DOWN', 'unavailable'));
  await failure(createClient({ url, retries: 3 }).quote({ inputs: ['a'] }));
  expect(seen).toHaveLength(4);
  seen = [];
  await failure(createClient({ url, retries: 0 }).quote({ inputs: ['a'] }));
  expect(seen).toHaveLength(1);
});

test('a failed provider is the gateway’s business: the call is not made again', async () => {
  const url = await serving(refusal('PROVIDER_UNAVAILABLE', 'upstream'));
  expect(await failure(createClient({ url }).embed({ inputs: ['a'] }))).toMatchObject({ retryable: true });
  expect(seen).toHaveLength(1);
});

test('a connection that breaks after sending may have been paid for: it is not made again', async () => {
  const url = await serving((_seen, response) => response.destroy());
  const error = await failure(createClient({ url }).embed({ inputs: ['a'] }));
  expect(error).toMatchObject({ code: 'GATEWAY_UNREACHABLE', retryable: true, facts: { sent: 'unknown' } });
  expect(seen).toHaveLength(1);
});

test('no gateway: one code, and what to do', async () => {
  const url = await serving(data({}));
  await new Promise((resolve) => server?.close(resolve));
  const error = await failure(createClient({ url, retries: 1 }).embed({ inputs: ['a'] }));
  expect(error).toMatchObject({ code: 'GATEWAY_UNREACHABLE', facts: { url, sent: 'no' } });
  expect(error.message).toContain('weighbridge start');
});

test('an answer of something else is named as such', async () => {
  const html: Answer = (_seen, response) => response.writeHead(502).end('<html>Bad Gateway</html>');
  for (const answer of [html, json(404, { error: 'not found' }), json(200, [])]) {
    const url = await serving(answer);
    for (const call of ['quote', 'embed'] as const) {
      const error = await failure(createClient({ url })[call]({ inputs: ['a'] }));
      expect(error).toMatchObject({ code: 'BAD_ANSWER' });
    }
    server?.close();
  }
});

test.each([
  ['too few bytes', { ...embedding(VECTORS), vectors: 'AAAA' }],
  ['too many bytes', { ...embedding(VECTORS), dimensions: 2 }],
  ['another count', embedding(VECTORS.slice(1))],
  ['no vectors', { ...embedding(VECTORS), vectors: null }],
])('a JSON answer with %s is refused', async (_name, answer) => {
  const url = await serving(NO_SUCH_ROUTE, data(answer));
  expect(await failure(createClient({ url }).embed({ inputs: ['a', 'b'] }))).toMatchObject({
    code: 'BAD_ANSWER',
  });
});

test('an aborted call is cancelled, while it runs, before it runs and between tries', async () => {
  let abort = new AbortController();
  const cancel = (client: WeighbridgeClient) =>
    failure(client.embed({ inputs: ['a'], signal: abort.signal }));
  const hanging = createClient({ url: await serving(() => abort.abort()) });
  expect(await cancel(hanging)).toMatchObject({ code: 'CANCELLED', kind: 'cancelled' });
  expect(await cancel(hanging)).toMatchObject({ code: 'CANCELLED' });
  expect(seen).toHaveLength(1);
  server?.close();
  abort = new AbortController();
  const busy = refusal('SHUTTING_DOWN', 'unavailable', { retryAfterMs: 9_000 });
  const client = createClient({
    url: await serving((request, response) => {
      busy(request, response);
      setTimeout(() => abort.abort(), 50);
    }),
  });
  expect(await cancel(client)).toMatchObject({ code: 'CANCELLED' });
});

test('addresses are taken as people paste them', () => {
  for (const url of ['http://h:1', 'http://h:1/', 'http://h:1/v1', 'http://h:1/v1/', 'http://h:1/trpc']) {
    expect(normaliseUrl(url)).toBe('http://h:1');
  }
  expect(normaliseUrl('https://h/weigh/v1')).toBe('https://h/weigh');
});
