import { beforeAll, describe, expect, it } from 'vitest';
import { gatewayFor, shared, stubFor } from './harness.ts';

const MODEL = 'text-embedding-3-small';

interface ErrorBody {
  error: { message: string; type: string; param: string | null; code: string | null };
}

describe('/v1 beside the API that it stands in for', () => {
  const setting = shared(async (undo) => {
    const stub = await stubFor({}, undo);
    const gateway = await gatewayFor({ stub }, undo);
    await gateway.admin.projects.create.mutate({ name: 'Whole', splitLargeCalls: false });
    return { stub, gateway, key: await gateway.key('split'), whole: await gateway.key('whole', 'whole') };
  });

  const ask = (
    base: string,
    path: string,
    key: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) =>
    fetch(`${base}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const post = (body: unknown, headers: Record<string, string> = {}, key = setting().key) =>
    ask(setting().gateway.url, '/v1/embeddings', key, { model: MODEL, ...(body as object) }, headers);

  it.each([
    ['more tokens than one request may have', { input: Array(38).fill('word '.repeat(8000)) }],
    ['more inputs than one request may have', { input: Array(2049).fill('a') }],
    ['a text that is too long', { input: ['a', 'word '.repeat(8200)] }],
    ['a model that there is not', { input: 'a', model: 'text-embedding-4' }],
  ])('refuses %s in the same words', async (_, body) => {
    const { stub, gateway, whole } = setting();
    const sent = { model: MODEL, ...body };
    const theirs = await ask(stub.url, '/v1/embeddings', 'sk-any', sent);
    const ours = await ask(gateway.url, '/v1/embeddings', whole, sent);
    expect(ours.status).toBe(theirs.status);
    const [{ error: our }, { error: their }] = [
      (await ours.json()) as ErrorBody,
      (await theirs.json()) as ErrorBody,
    ];
    expect(our.message.startsWith(their.message.replace(/\.$/, ''))).toBe(true);
    expect(our.type).toBe(their.type);
    // Where they have none, ours helps.
    if (their.code !== null) expect(our.code).toBe(their.code);
    expect(ours.headers.get('x-should-retry')).toBe('false');
  });

  it('splits what is larger than one request, where the project or the call says so', async () => {
    const input = Array.from({ length: 2049 }, (_, index) => `${index}`);
    const answered = await post({ input, dimensions: 4 });
    expect(answered.status).toBe(200);
    const refused = await post({ input, dimensions: 4 }, { 'x-weighbridge-split': 'false' });
    expect(refused.status).toBe(400);
    const allowed = await post({ input, dimensions: 4 }, { 'x-weighbridge-split': 'true' }, setting().whole);
    expect(allowed.status).toBe(200);
    expect((await post({ input: 'a' }, { 'x-weighbridge-split': 'perhaps' })).status).toBe(400);
  });

  it('shows the models as the API does', async () => {
    const { stub, gateway, key } = setting();
    const listed = await (await ask(gateway.url, '/v1/models', key)).json();
    expect(listed).toEqual({
      object: 'list',
      data: [
        { id: MODEL, created: 1705948997, owned_by: 'system' },
        { id: 'text-embedding-3-large', created: 1705953180, owned_by: 'system' },
        { id: 'text-embedding-ada-002', created: 1671217299, owned_by: 'openai-internal' },
      ].map((model) => ({ ...model, object: 'model', shutdown_date: null })),
    });
    const one = await (await ask(gateway.url, `/v1/models/${MODEL}`, key)).json();
    expect(one).toMatchObject(
      (await (await ask(stub.url, `/v1/models/${MODEL}`, 'sk-any')).json()) as object,
    );
    const missing = await ask(gateway.url, '/v1/models/gpt-none', key);
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({
      error: {
        message: expect.stringMatching(/^The model 'gpt-none' does not exist\./),
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_found',
      },
    });
    const nowhere = await ask(gateway.url, '/v1/nothing', key);
    expect(nowhere.status).toBe(404);
    expect(((await nowhere.json()) as ErrorBody).error.message).toMatch(
      /^Invalid URL \(GET \/v1\/nothing\)\..*\/openapi\.json/,
    );
  });

  it('knows other addresses and methods no better than the API does', async () => {
    const { stub, gateway, key } = setting();
    for (const [method, path] of [
      ['GET', '/v1/embeddings'],
      ['POST', '/v1/models'],
      ['GET', '/v1/completions'],
    ] as const) {
      const body = method === 'GET' ? undefined : {};
      const theirs = await ask(stub.url, path, 'sk-any', body);
      const ours = await ask(gateway.url, path, key, body);
      expect(ours.status, path).toBe(theirs.status);
      const [theirWords = ''] = ((await theirs.json()) as ErrorBody).error.message.split(' (HINT');
      expect(((await ours.json()) as ErrorBody).error.message.startsWith(theirWords), path).toBe(true);
    }
  });

  describe('the budget that remains', () => {
    const remaining = async (input: string, headers: Record<string, string> = {}) =>
      (await post({ input }, headers)).headers.get('x-weighbridge-budget-remaining');

    beforeAll(async () => {
      const { admin } = setting().gateway;
      expect(await remaining('without a budget')).toBeNull();
      await admin.budgets.create.mutate({ scope: 'global', window: 'total', limitUsd: '1' });
      await admin.budgets.create.mutate({ scope: 'tag:tight', window: 'day', limitNanoUsd: '1000' });
    });

    it('is said after each call, of the tightest in scope, to the last nano-dollar', async () => {
      const first = await post({ input: 'one two three' });
      const cost = Number(first.headers.get('x-weighbridge-cost-usd'));
      const left = Number(first.headers.get('x-weighbridge-budget-remaining'));
      const again = await remaining('one two three');
      expect(again).toBe(first.headers.get('x-weighbridge-budget-remaining'));
      const second = await post({ input: 'four five six' });
      expect(cost).toBeCloseTo(60e-9, 12);
      expect(left - Number(second.headers.get('x-weighbridge-budget-remaining'))).toBeCloseTo(60e-9, 12);
      expect(await remaining('seven eight', { 'x-weighbridge-tags': 'tight' })).toBe('0.00000096');
    });
  });
});
