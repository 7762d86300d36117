import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createTokenizer } from '@weighbridge/embeddings';
import { afterAll, describe, expect, it } from 'vitest';
import { gatewayFor, refusalOf, shared, stubFor } from './harness.ts';

const stub = shared((undo) => stubFor({}, undo));
const gateway = shared(async (undo) => {
  const opened = await gatewayFor({ stub: stub() }, undo);
  await opened.admin.projects.create.mutate({ name: 'unsplit', splitLargeCalls: false });
  return opened;
});

// In real mode: whatever is refused here must never have reached the provider.
afterAll(() => {
  expect(stub().journal.entries()).toEqual([]);
});

const JSON_TYPE = { 'content-type': 'application/json' };
const TOO_LONG = 'word '.repeat(8193);
const LONE_SURROGATE = 'cut \ud83d here';

function bearer() {
  return { authorization: `Bearer ${gateway().cliToken}` };
}

async function v1(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${gateway().url}/v1/embeddings`, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...bearer(), ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
  });
}

const MODEL = 'text-embedding-3-small';

describe('what cannot be embedded is refused before it costs anything', () => {
  // Each with what tRPC answers, and what /v1 answers: status and `param`.
  const refused: [
    string,
    { inputs: unknown; model?: string; dimensions?: unknown },
    string,
    number,
    string | null,
  ][] = [
    ['no inputs', { inputs: [] }, 'EMPTY_REQUEST', 400, 'input'],
    ['an empty text', { inputs: ['a', ''] }, 'EMPTY_INPUT', 400, 'input'],
    ['half a surrogate pair', { inputs: ['a', LONE_SURROGATE] }, 'INVALID_UNICODE', 400, 'input'],
    ['a number among texts', { inputs: ['a', 5] }, 'INVALID_INPUT', 400, 'input'],
    ['null among texts', { inputs: ['a', null] }, 'INVALID_INPUT', 400, 'input'],
    ['an object among texts', { inputs: ['a', { text: 'b' }] }, 'INVALID_INPUT', 400, 'input'],
    ['a text of 8,193 tokens', { inputs: ['a', TOO_LONG] }, 'INPUT_TOO_LONG', 400, 'input'],
    ['an unknown model', { inputs: ['a'], model: 'gpt-4' }, 'UNKNOWN_MODEL', 404, null],
    ['no dimensions', { inputs: ['a'], dimensions: 0 }, 'INVALID_DIMENSIONS', 400, 'dimensions'],
    ['negative dimensions', { inputs: ['a'], dimensions: -1 }, 'INVALID_DIMENSIONS', 400, 'dimensions'],
    ['half a dimension', { inputs: ['a'], dimensions: 1.5 }, 'INVALID_DIMENSIONS', 400, 'dimensions'],
    ['too many dimensions', { inputs: ['a'], dimensions: 1537 }, 'INVALID_DIMENSIONS', 400, 'dimensions'],
    [
      'dimensions where a model has none to choose',
      { inputs: ['a'], model: 'text-embedding-ada-002', dimensions: 512 },
      'INVALID_DIMENSIONS',
      400,
      null,
    ],
    [
      'the only dimensions that a model has',
      { inputs: ['a'], model: 'text-embedding-ada-002', dimensions: 1536 },
      'INVALID_DIMENSIONS',
      400,
      null,
    ],
  ];

  it.each(refused)('%s', async (_name, { inputs, model, dimensions }, code, status, param) => {
    const call = { inputs, model, dimensions } as never;
    const refusal = await refusalOf(gateway().admin.embeddings.embed.mutate(call));
    expect(refusal).toMatchObject({ code, retryable: false, status: 400 });
    const response = await v1({ input: inputs, model: model ?? MODEL, dimensions });
    expect(response.status).toBe(status);
    expect(response.headers.get('x-weighbridge-error')).toBe(code);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error', param } });
  });

  it('names the position of the bad input', async () => {
    const { admin } = gateway();
    for (const bad of ['', LONE_SURROGATE, TOO_LONG, 7]) {
      const refusal = await refusalOf(admin.embeddings.embed.mutate({ inputs: ['a', 'b', bad as string] }));
      expect(refusal.facts).toMatchObject({ index: 2 });
      expect(refusal.message).toContain('Input 2');
    }
  });

  it('says in OpenAI’s words that a model takes no dimensions', async () => {
    const refused = await v1({ input: 'a', model: 'text-embedding-ada-002', dimensions: 1536 });
    const { error } = (await refused.json()) as { error: { message: string } };
    expect(error.message).toMatch(/^This model does not support specifying dimensions\. /);
  });

  it('says too long in the words that programs look for', async () => {
    const { error } = (await (await v1({ input: TOO_LONG, model: MODEL })).json()) as {
      error: { message: string };
    };
    expect(error.message).toContain('maximum input length is 8192 tokens');
    expect(error.message).toContain('maximum context length');
  });

  it('takes texts of white space, NUL and exactly 8,192 tokens', async () => {
    const { admin } = gateway();
    const counted = await admin.embeddings.quote.query({ inputs: [' ', '\u0000', 'word '.repeat(8191)] });
    expect(counted.tooLong).toEqual([]);
    expect(counted.sendInputs).toBe(3);
  });

  it('2,049 inputs where splitting is off', async () => {
    const { admin, key, url } = gateway();
    const inputs = Array.from({ length: 2049 }, (_, at) => `text ${at}`);
    const refusal = await refusalOf(admin.embeddings.embed.mutate({ inputs, split: false }));
    expect(refusal).toMatchObject({ code: 'TOO_MANY_INPUTS', facts: { inputs: 2049, limit: 2048 } });
    expect((await refusalOf(admin.embeddings.embed.mutate({ inputs, project: 'unsplit' }))).code).toBe(
      'TOO_MANY_INPUTS',
    );
    const response = await fetch(`${url}/v1/embeddings`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: `Bearer ${await key('unsplit', 'unsplit')}` },
      body: JSON.stringify({ input: inputs, model: MODEL }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param: 'input', type: 'invalid_request_error' } });
  });

  it('more vectors than one answer can hold', async () => {
    const { admin } = gateway();
    const inputs = Array.from({ length: 10_923 }, (_, at) => `${at}`);
    const model = 'text-embedding-3-large';
    const refusal = await refusalOf(admin.embeddings.embed.mutate({ inputs, model }));
    expect(refusal).toMatchObject({ code: 'TOO_MANY_INPUTS', facts: { limit: 10_922 } });
  });
});

describe('/v1 takes the plain form only', () => {
  it.each([
    ['no model', { input: 'a' }, 'INVALID_REQUEST', 'model'],
    ['a model that is no string', { input: 'a', model: 3 }, 'INVALID_REQUEST', 'model'],
    ['a model without a name', { input: 'a', model: '' }, 'INVALID_REQUEST', 'model'],
    ['no input', { model: MODEL }, 'INVALID_INPUT', 'input'],
    ['an object as input', { input: { text: 'a' }, model: MODEL }, 'INVALID_INPUT', 'input'],
    [
      'another encoding',
      { input: 'a', model: MODEL, encoding_format: 'int8' },
      'INVALID_ENCODING_FORMAT',
      'encoding_format',
    ],
    [
      'dimensions in words',
      { input: 'a', model: MODEL, dimensions: 'all' },
      'INVALID_DIMENSIONS',
      'dimensions',
    ],
    ['a user that is no string', { input: 'a', model: MODEL, user: 5 }, 'INVALID_REQUEST', 'user'],
    [
      'a user of 513 characters',
      { input: 'a', model: MODEL, user: 'u'.repeat(513) },
      'INVALID_REQUEST',
      'user',
    ],
    ['a list', ['a'], 'INVALID_REQUEST', 'body'],
    ['an unknown token id', { input: [1, 999_999], model: MODEL }, 'INVALID_INPUT', 'input'],
    ['half a token id', { input: [1.5], model: MODEL }, 'INVALID_INPUT', 'input'],
    ['texts among token ids', { input: [[1], 'a'], model: MODEL }, 'INVALID_INPUT', 'input'],
    ['an empty list of token ids', { input: [[]], model: MODEL }, 'EMPTY_INPUT', 'input'],
    ['8,193 token ids', { input: Array(8193).fill(1), model: MODEL }, 'INPUT_TOO_LONG', 'input'],
    ['a token id beyond 32 bits', { input: [2 ** 40], model: MODEL }, 'INVALID_INPUT', 'input'],
  ])('refuses %s', async (_name, body, code, param) => {
    const response = await v1(body);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-weighbridge-error')).toBe(code);
    expect(await response.json()).toMatchObject({
      error: { param, message: expect.not.stringMatching(/Too (big|small)|Invalid (input|option)/) },
    });
  });

  it.each([
    ['a negative id', [[5], [7, -1]], 'Input 1 is no array of token ids: at position 1 is -1.'],
    ['a fraction', [1.5], 'Input 0 is no array of token ids: at position 0 is 1.5.'],
    ['a text among ids', [1, 'my diary'], 'at position 1 is a value of type string.'],
    ['an id that does not exist', [1, 2, 100_256], 'Input 0 has the token id 100256 at position 2'],
    ['one far into a long list', [...Array(8999).fill(1), 999_999], 'the token id 999999 at position 8999'],
    ['one beyond 32 bits', [[1, 2 ** 40]], 'the token id 1099511627776 at position 1'],
  ])('says which token id cannot be used: %s', async (_name, input, words) => {
    const { error } = (await (await v1({ input, model: MODEL })).json()) as { error: { message: string } };
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('diary');
  });

  it('names the header that tags came in', async () => {
    const response = await v1({ input: 'a', model: MODEL }, { 'x-weighbridge-tags': 'two words' });
    expect(await response.json()).toMatchObject({
      error: { param: 'x-weighbridge-tags', code: 'invalid_tag' },
    });
  });

  it('cuts a character in two with the ids above', () => {
    expect(createTokenizer().decode([9468])).toContain('\ufffd');
  });
});

describe('bodies that cannot be read', () => {
  const broken: [string, string | Uint8Array, Record<string, string>][] = [
    ['no JSON', '{"input": "my diary', {}],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from('{"input":"'), Buffer.of(0xc3, 0x28), Buffer.from('"}')]),
      {},
    ],
    ['another media type', 'input=a', { 'content-type': 'application/x-www-form-urlencoded' }],
  ];
  it.each(broken)('%s: typed in both forms, and never quoted', async (_name, body, headers) => {
    const asV1 = await v1(body, headers);
    expect(asV1.status).toBe(400);
    const error = (await asV1.json()) as { error: { type: string; message: string } };
    expect(error.error.type).toBe('invalid_request_error');
    const asTrpc = await fetch(`${gateway().url}/trpc/embeddings.embed`, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...bearer(), ...headers },
      body: body as string,
    });
    expect(asTrpc.status).toBe(400);
    const text = await asTrpc.text();
    expect(JSON.parse(text)).toMatchObject({ error: { data: { weighbridge: { code: 'INVALID_REQUEST' } } } });
    expect(text + JSON.stringify(error) + gateway().log.text()).not.toContain('diary');
  });

  it.each([
    ['nothing', '', 'The request has no body. Send a JSON object.'],
    ['null', 'null', 'The request body must be a JSON object.'],
  ])('%s, saying so', async (_name, body, message) => {
    const response = await v1(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { message, code: 'invalid_request' } });
  });

  it('compressed ones, saying so', async () => {
    const body = gzipSync(JSON.stringify({ input: 'a', model: MODEL }));
    const response = await v1(body, { 'content-encoding': 'gzip' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('compressed bodies are not taken');
  });

  it.each(['/v1/embeddings', '/trpc/embeddings.embed'])('one of more than 64 MiB on %s', async (path) => {
    const { url } = gateway();
    const body = Buffer.alloc(64 * 1024 * 1024 + 1, 'a');
    const { status, text } = await post(`${url}${path}`, body, bearer());
    expect(status).toBe(413);
    const answer = JSON.parse(text) as Record<string, never>;
    expect(answer).toMatchObject(
      path.startsWith('/v1')
        ? { error: { type: 'invalid_request_error', code: 'request_too_large' } }
        : { error: { data: { code: 'PAYLOAD_TOO_LARGE', weighbridge: { code: 'REQUEST_TOO_LARGE' } } } },
    );
  });

  it('what has no end is cut off as well', async () => {
    const { url } = gateway();
    const chunk = Buffer.alloc(1024 * 1024, 'a');
    const { status } = await post(`${url}/v1/embeddings`, Array(66).fill(chunk), bearer());
    expect(status).toBe(413);
  });

  // Such as Python's http.client: it looks for an answer only when all is sent, and must not find a broken connection.
  it.each([true, false])(
    'refuses one that is too large to whoever sends it all first (length told: %s)',
    async (told) => {
      const { url } = gateway();
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      const size = 80 * 1024 * 1024;
      const length = told ? `content-length: ${size}` : 'transfer-encoding: chunked';
      socket.write(
        `POST /v1/embeddings HTTP/1.1\r\nhost: x\r\n${length}\r\ncontent-type: application/json\r\n` +
          `authorization: ${bearer().authorization}\r\n\r\n`,
      );
      const chunk = Buffer.alloc(1024 * 1024, 'a');
      for (let sent = 0; sent < size; sent += chunk.length) {
        if (!told) socket.write('100000\r\n');
        if (!socket.write(chunk)) await once(socket, 'drain');
        if (!told) socket.write('\r\n');
      }
      if (!told) socket.write('0\r\n\r\n');
      const [head] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      expect(head.toString()).toMatch(/^HTTP\/1\.1 413 /);
    },
  );

  it.each([
    ['no HTTP', 'HELLO\r\n\r\n', 400, 'INVALID_REQUEST', 'it is no proper HTTP'],
    [
      'headers without end',
      `GET /v1/models HTTP/1.1\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
      '16 KiB',
    ],
    [
      'an address without end',
      `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
      'in the body of a POST',
    ],
  ])('%s: refused in the form of OpenAI’s errors', async (_name, sent, status, code, words) => {
    const socket = connect(Number(new URL(gateway().url).port), '127.0.0.1');
    socket.write(sent);
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const { error } = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as { error: { message: string } };
    expect(error).toEqual({
      code,
      message: expect.stringContaining(words),
      type: 'invalid_request_error',
      param: null,
    });
  });

  it('whoever has no key need not send a body', async () => {
    const response = await fetch(`${gateway().url}/v1/embeddings`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{',
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_api_key' } });
  });
});

/** Sends a body in one piece (with its length) or in several (without), and reads the answer even if that comes early. */
function post(
  url: string,
  body: Buffer | Buffer[],
  headers: Record<string, string>,
): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers: { ...JSON_TYPE, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    sent.on('error', reject);
    if (Array.isArray(body)) {
      for (const chunk of body) sent.write(chunk);
      sent.end();
    } else {
      sent.end(body);
    }
  });
}
