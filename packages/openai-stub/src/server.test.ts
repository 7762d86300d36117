import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cosine, decode, KEY, norm, post, postJson, SMALL, sdk } from '../test/requests.ts';
import { type Stub, startStub } from './index.ts';

let stub: Stub;
beforeAll(async () => {
  stub = await startStub();
});
afterAll(async () => {
  await stub.close();
});

describe('vectors over HTTP', () => {
  it('are the same in both encodings, to the bit', async () => {
    const input = ['one', 'two', 'three'];
    const [floats, base64] = await Promise.all(
      ['float', 'base64'].map((encoding_format) => postJson(stub, { model: SMALL, input, encoding_format })),
    );
    expect(base64!.data.every(({ embedding }) => typeof embedding === 'string')).toBe(true);
    expect(floats!.data.map(({ embedding }) => decode(embedding))).toEqual(
      base64!.data.map(({ embedding }) => decode(embedding)),
    );
  });

  it.each([
    [SMALL, 1536],
    ['text-embedding-3-large', 3072],
    ['text-embedding-ada-002', 1536],
  ])('%s has %i dimensions and norm 1', async (model, dimensions) => {
    const list = await postJson(stub, { model, input: 'text' });
    const vector = decode(list.data[0]!.embedding);
    expect(vector).toHaveLength(dimensions);
    expect(norm(vector)).toBeCloseTo(1, 6);
  });

  it('are shortened by dimensions and renormalised', async () => {
    const [whole, short] = await Promise.all(
      [1536, 256].map(async (dimensions) =>
        decode((await postJson(stub, { model: SMALL, input: 'text', dimensions })).data[0]!.embedding),
      ),
    );
    expect(short).toHaveLength(256);
    expect(norm(short!)).toBeCloseTo(1, 6);
    expect(cosine(whole!.subarray(0, 256), short!)).toBeCloseTo(1, 6);
  });

  it('agree for equal texts, also between stubs and as token ids, and differ otherwise', async () => {
    const other = await startStub({ seed: 99 });
    const list = await postJson(stub, { model: SMALL, input: ['hello world', 'other', 'hello world'] });
    const ids = await postJson(other, { model: SMALL, input: [15339, 1917] });
    expect(list.data[0]!.embedding).toEqual(list.data[2]!.embedding);
    expect(list.data[0]!.embedding).toEqual(ids.data[0]!.embedding);
    expect(list.data[0]!.embedding).not.toEqual(list.data[1]!.embedding);
    await other.close();
  });
});

describe('the official SDK', () => {
  it('reads vectors as it comes, and asking for floats', async () => {
    const client = sdk(stub);
    const input = ['one', 'two'];
    const asItComes = await client.embeddings.create({ model: SMALL, input });
    const floats = await client.embeddings.create({ model: SMALL, input, encoding_format: 'float' });
    expect(asItComes.usage).toEqual({ prompt_tokens: 2, total_tokens: 2 });
    expect(asItComes.data.map(({ index }) => index)).toEqual([0, 1]);
    expect(Float32Array.from(asItComes.data[1]!.embedding)).toEqual(
      Float32Array.from(floats.data[1]!.embedding),
    );
  });

  it('gives its own errors for refusals', async () => {
    const client = sdk(stub);
    await expect(client.embeddings.create({ model: SMALL, input: ['a', ''] })).rejects.toBeInstanceOf(
      OpenAI.BadRequestError,
    );
    await expect(client.embeddings.create({ model: 'nope', input: 'a' })).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });

  it('lists models and looks one up', async () => {
    const client = sdk(stub);
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual([SMALL, 'text-embedding-3-large', 'text-embedding-ada-002']);
    expect(await client.models.retrieve(SMALL)).toMatchObject({ id: SMALL, object: 'model' });
    await expect(client.models.retrieve('nope')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });
});

describe('authorization', () => {
  const ask = async (target: Stub, authorization: string | null, path = '/embeddings') => {
    const response = await fetch(`${target.baseUrl}${path}`, {
      method: path === '/embeddings' ? 'POST' : 'GET',
      headers: {
        'content-type': 'application/json',
        ...(authorization === null ? {} : { authorization }),
      },
      ...(path === '/embeddings' ? { body: JSON.stringify({ model: SMALL, input: 'a' }) } : {}),
    });
    return { status: response.status, body: (await response.json()) as { error?: Record<string, unknown> } };
  };

  it.each([null, '', 'Bearer', 'Bearer ', `Basic ${KEY}`])('refuses %j', async (authorization) => {
    const { status, body } = await ask(stub, authorization);
    expect(status).toBe(401);
    expect(body.error).toMatchObject({
      message: expect.stringMatching(/^You didn't provide an API key\./),
      type: 'invalid_request_error',
      param: null,
      code: null,
    });
  });

  it('takes any key unless told which', async () => {
    expect((await ask(stub, 'Bearer x')).status).toBe(200);
    const strict = await startStub({ apiKeys: ['sk-right'] });
    expect((await ask(strict, 'Bearer sk-right')).status).toBe(200);
    expect((await ask(strict, 'Bearer sk-right', '/models')).status).toBe(200);
    expect((await ask(strict, 'Bearer sk-wrong', '/models')).status).toBe(401);
    const { status, body } = await ask(strict, 'Bearer sk-wrong-abcdefgh1234');
    expect(status).toBe(401);
    expect(body.error).toEqual({
      message:
        'Incorrect API key provided: sk-wrong*********1234. You can find your API key at ' +
        'https://platform.openai.com/account/api-keys.',
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_api_key',
    });
    expect(
      strict.journal.entries().map(({ status, billed, keyLast4 }) => [status, billed, keyLast4]),
    ).toEqual([
      [200, true, 'ight'],
      [401, false, '1234'],
    ]);
    await expect(sdk(strict, 'wrong').models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    await strict.close();
  });
});

describe('addresses', () => {
  it.each([
    ['GET', '/v1/embeddings', 405, 'Not allowed to GET on /v1/embeddings.'],
    ['POST', '/v1/models', 405, 'Not allowed to POST on /v1/models.'],
    ['POST', '/v1/chat/completions', 404, 'Invalid URL (POST /v1/chat/completions)'],
    ['POST', '/embeddings', 404, 'Invalid URL (POST /embeddings)'],
    ['GET', '/', 404, 'Invalid URL (GET /)'],
    ['GET', '/v1/models/%zz', 404, 'The model `%zz` does not exist'],
  ])('%s %s is refused with %i', async (method, path, status, message) => {
    const response = await fetch(`${stub.url}${path}`, { method, headers: { authorization: 'Bearer x' } });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining(message) } });
  });
});

describe('headers', () => {
  it('carry a request id of their own, and rate limits', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => post(stub, { model: SMALL, input: 'a' })));
    expect(first!.headers.get('x-request-id')).not.toBe(second!.headers.get('x-request-id'));
    expect(first!.headers.get('openai-version')).toBe('2020-10-01');
    expect(Number(first!.headers.get('openai-processing-ms'))).toBeGreaterThanOrEqual(0);
    for (const unit of ['requests', 'tokens']) {
      expect(Number(first!.headers.get(`x-ratelimit-limit-${unit}`))).toBeGreaterThan(0);
      expect(Number(first!.headers.get(`x-ratelimit-remaining-${unit}`))).toBeGreaterThan(0);
      expect(first!.headers.get(`x-ratelimit-reset-${unit}`)).toMatch(/^\d+(ms|s)$/);
    }
  });
});

describe('startStub', () => {
  it('says so when the port is taken', async () => {
    await expect(startStub({ port: stub.port })).rejects.toMatchObject({
      code: 'port_in_use',
      message: expect.stringContaining(String(stub.port)),
    });
  });

  it.each([
    [{ port: -1 }],
    [{ seed: 0.5 }],
    [{ latencyMs: -1 }],
    [{ latencyMs: [5, 1] as const }],
    [{ limits: { maxInputs: 0 } }],
    [{ rateLimits: { requestsPerMinute: Number.NaN } }],
    [{ models: { m: { dimensions: 0, shortens: true, nanoUsdPerToken: 1, created: 0 } } }],
    [{ models: { m: { dimensions: 1, shortens: true, nanoUsdPerToken: 0.5, created: 0 } } }],
  ])('refuses options that make no sense: %j', async (options) => {
    await expect(startStub(options)).rejects.toMatchObject({ code: 'bad_option' });
  });
});
