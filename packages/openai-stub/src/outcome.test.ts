import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { post, postAndLeave, SMALL, sdk } from '../test/requests.ts';
import { type FaultKind, type JournalEntry, type Stub, startStub } from './index.ts';

let stub: Stub;
beforeAll(async () => {
  stub = await startStub();
});
afterEach(() => {
  stub.faults.clear();
});
afterAll(async () => {
  await stub.close();
});

const INPUT = ['one', 'two', 'three', 'four'];
const TOKENS = 4;
const lastEntry = (): JournalEntry => stub.journal.entries().at(-1)!;
const request = (encoding_format: 'float' | 'base64') => ({ model: SMALL, input: INPUT, encoding_format });
const create = (options: OpenAI.RequestOptions = {}) =>
  sdk(stub).embeddings.create({ model: SMALL, input: INPUT }, options);

describe('faults with the API’s own error body are never billed', () => {
  const REFUSALS: [FaultKind, number, string, string | null, string, unknown][] = [
    ['rate_limit', 429, 'tokens', 'rate_limit_exceeded', 'Rate limit reached for', OpenAI.RateLimitError],
    [
      'insufficient_quota',
      429,
      'insufficient_quota',
      'insufficient_quota',
      'You exceeded your current quota',
      OpenAI.RateLimitError,
    ],
    ['server_error', 500, 'server_error', null, 'The server had an error', OpenAI.InternalServerError],
    ['overloaded', 503, 'server_error', null, 'overloaded', OpenAI.InternalServerError],
    [
      'unauthorized',
      401,
      'invalid_request_error',
      'invalid_api_key',
      'Incorrect API key',
      OpenAI.AuthenticationError,
    ],
    ['bad_request', 400, 'invalid_request_error', null, "'$.input' is invalid", OpenAI.BadRequestError],
  ];

  it.each(REFUSALS)('%s: %i %s', async (kind, status, type, code, message, sdkError) => {
    stub.faults.next(kind, { times: 2 });
    const response = await post(stub, request('float'));
    expect(response.status).toBe(status);
    expect(response.headers.get('x-request-id')).toBe(lastEntry().requestId);
    expect(response.headers.get('x-ratelimit-limit-tokens')).not.toBeNull();
    expect(await response.json()).toEqual({
      error: { message: expect.stringContaining(message), type, param: null, code },
    });
    await expect(create()).rejects.toBeInstanceOf(sdkError);
    expect(stub.journal.entries().slice(-2)).toMatchObject([
      { fault: kind, status, billed: false, billedTokens: 0, billedNanoUsd: '0', tokens: TOKENS },
      { fault: kind, status, billed: false },
    ]);
    expect((await create()).data).toHaveLength(4);
  });

  it('rate_limit says how long to wait', async () => {
    stub.faults.next('rate_limit', { retryAfterMs: 1500 });
    const { headers } = await post(stub, request('float'));
    expect(headers.get('retry-after-ms')).toBe('1500');
    expect(headers.get('retry-after')).toBe('2');
  });
});

describe('faults on the way', () => {
  it.each([
    ['proxy_502', 502],
    ['proxy_504', 504],
  ] as const)('%s is HTML from someone else, billed unless told otherwise', async (kind, status) => {
    stub.faults.next(kind, { times: 2 });
    stub.faults.next(kind, { billed: false });
    const response = await post(stub, request('base64'));
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('x-request-id')).toBeNull();
    expect(response.headers.get('openai-version')).toBeNull();
    expect(await response.text()).toMatch(/^<html>/);
    await expect(create()).rejects.toBeInstanceOf(OpenAI.InternalServerError);
    await post(stub, request('base64'));
    expect(stub.journal.entries().slice(-3)).toMatchObject([
      { fault: kind, status, billed: true, billedTokens: TOKENS, billedNanoUsd: '80' },
      { fault: kind, status, billed: true },
      { fault: kind, status, billed: false, billedTokens: 0, billedNanoUsd: '0' },
    ]);
  });

  it('not_json: a 200 that is HTML, billed', async () => {
    stub.faults.next('not_json', { times: 2 });
    const response = await post(stub, request('base64'));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    await expect(response.json()).rejects.toThrow(SyntaxError);
    const read = await create().then((list) => list.data, String);
    expect(Array.isArray(read)).toBe(false);
    expect(lastEntry()).toMatchObject({ fault: 'not_json', status: 200, billed: true, billedTokens: TOKENS });
  });

  it('hang: never answers; billed unless told otherwise', async () => {
    stub.faults.next('hang', { times: 2 });
    stub.faults.next('hang', { billed: false });
    const before = stub.stats().requests;
    for (const decided of [1, 2]) {
      await postAndLeave(stub, request('base64'), () => stub.stats().requests === before + decided);
    }
    await expect(create({ timeout: 300 })).rejects.toBeInstanceOf(OpenAI.APIConnectionTimeoutError);
    expect(stub.journal.entries().slice(-3)).toMatchObject([
      { fault: 'hang', status: null, billed: true, billedTokens: TOKENS },
      { fault: 'hang', status: null, billed: true },
      { fault: 'hang', status: null, billed: false, billedTokens: 0 },
    ]);
  });

  it('slow: answers late; a client that does not wait is billed all the same', async () => {
    stub.faults.next('slow', { delayMs: 150, times: 3 });
    const started = performance.now();
    expect((await post(stub, request('base64'))).status).toBe(200);
    expect((await create()).data).toHaveLength(4);
    expect(performance.now() - started).toBeGreaterThan(290);
    expect(lastEntry()).toMatchObject({ fault: 'slow', billed: true, clientGone: false });
    await postAndLeave(stub, request('base64'), () => stub.stats().undecided === 1);
    await stub.idle();
    expect(lastEntry()).toMatchObject({ fault: 'slow', status: 200, billed: true, clientGone: true });
    expect(lastEntry().durationMs).toBeGreaterThan(140);
  });

  it.each([
    ['reset_before', false],
    ['reset_after', true],
  ] as const)('%s: the connection is reset; billed: %s', async (kind, billed) => {
    stub.faults.next(kind, { times: 2 });
    await expect(post(stub, request('base64'))).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(lastEntry()).toMatchObject({
      fault: kind,
      status: null,
      billed,
      billedTokens: billed ? TOKENS : 0,
    });
    await expect(create()).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
    expect((await create()).data).toHaveLength(4);
  });

  it('truncated: half of the body, then the end of the connection; billed', async () => {
    stub.faults.next('truncated', { times: 2 });
    const response = await post(stub, request('base64'));
    expect(response.status).toBe(200);
    const reader = response.body!.getReader();
    let received = 0;
    const failure = await (async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return null;
        received += value.length;
      }
    })().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TypeError);
    expect(received).toBe(Math.floor(Number(response.headers.get('content-length')) / 2));
    await expect(create()).rejects.toThrow();
    expect(stub.journal.entries().slice(-2)).toMatchObject([
      { fault: 'truncated', status: 200, billed: true, billedTokens: TOKENS },
      { fault: 'truncated', status: 200, billed: true },
    ]);
  });
});

describe('which requests are struck', () => {
  it('a refused request uses no fault up', async () => {
    stub.faults.next('server_error');
    expect((await post(stub, { model: SMALL, input: '' })).status).toBe(400);
    expect((await post(stub, { model: SMALL, input: 'a' }, { headers: { authorization: '' } })).status).toBe(
      401,
    );
    expect((await post(stub, request('float'))).status).toBe(500);
    expect((await post(stub, request('float'))).status).toBe(200);
  });

  it('token ids match by the text they stand for', async () => {
    stub.faults.next('server_error', { match: { contains: 'hello' } });
    expect((await post(stub, { model: SMALL, input: ['help'] })).status).toBe(200);
    expect((await post(stub, { model: SMALL, input: [15339, 1917] })).status).toBe(500);
  });
});
