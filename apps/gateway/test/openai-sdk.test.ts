import { createTokenizer } from '@weighbridge/embeddings';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { gatewayFor, shared, stubFor, type TestGateway } from './harness.ts';

const MODEL = 'text-embedding-3-small';

const mock = shared((undo) => gatewayFor({}, undo));
const stub = shared((undo) => stubFor({}, undo));
const real = shared((undo) => gatewayFor({ stub: stub() }, undo));

async function sdk(
  gateway: TestGateway,
  name: string,
  options: { maxRetries?: number } = {},
): Promise<OpenAI> {
  const apiKey = await gateway.key(name);
  return new OpenAI({ apiKey, baseURL: `${gateway.url}/v1`, maxRetries: 0, ...options });
}

describe('the official SDK against mock mode', () => {
  it('embeds one text and many, in order', async () => {
    const openai = await sdk(mock(), 'order');
    const one = await openai.embeddings.create({ model: MODEL, input: 'hello world' });
    expect(one).toMatchObject({ object: 'list', model: MODEL, usage: { prompt_tokens: 2, total_tokens: 2 } });
    expect(one.data).toHaveLength(1);
    expect(one.data[0]).toMatchObject({ object: 'embedding', index: 0 });
    expect(one.data[0]!.embedding).toHaveLength(1536);
    const many = await openai.embeddings.create({ model: MODEL, input: ['b', 'hello world', 'a'] });
    expect(many.data.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(many.data[1]!.embedding).toEqual(one.data[0]!.embedding);
    expect(many.usage.total_tokens).toBe(4);
  });

  it('honours encoding_format exactly', async () => {
    const openai = await sdk(mock(), 'encoding');
    const ask = (encoding_format: 'float' | 'base64') =>
      openai.embeddings.create({ model: MODEL, input: 'same text', dimensions: 256, encoding_format });
    const float = (await ask('float')).data[0]!.embedding;
    const base64 = (await ask('base64')).data[0]!.embedding as unknown as string;
    expect(base64).toEqual(expect.any(String));
    const bytes = Buffer.from(base64, 'base64');
    expect(bytes).toHaveLength(256 * 4);
    expect(Float32Array.from(float)).toEqual(
      Float32Array.from({ length: 256 }, (_, at) => bytes.readFloatLE(at * 4)),
    );
  });

  it('takes token ids for the text they spell', async () => {
    const openai = await sdk(mock(), 'tokens');
    const tokenizer = createTokenizer();
    const texts = ['The quick brown fox', 'naïve 日本語 🚚'];
    const ids = texts.map((text) => [...tokenizer.encode(text)]);
    const byText = await openai.embeddings.create({ model: MODEL, input: texts });
    const byIds = await openai.embeddings.create({ model: MODEL, input: ids });
    const single = await openai.embeddings.create({ model: MODEL, input: ids[0]! });
    expect(byIds.data).toEqual(byText.data);
    expect(byIds.usage).toEqual(byText.usage);
    expect(single.data[0]!.embedding).toEqual(byText.data[0]!.embedding);
  });

  it('gives ids that no text has a vector of their own', async () => {
    const openai = await sdk(mock(), 'odd-tokens');
    const input = [[9468], [9468, 9468], [1, 2, 3], [100257]];
    const { data, usage } = await openai.embeddings.create({ model: MODEL, input });
    expect(usage.total_tokens).toBe(7);
    expect(new Set(data.map(({ embedding }) => embedding.join())).size).toBe(4);
  });

  it('lists the models', async () => {
    const openai = await sdk(mock(), 'models');
    const ids = (await openai.models.list()).data.map(({ id }) => id);
    expect(ids).toEqual(['text-embedding-3-small', 'text-embedding-3-large', 'text-embedding-ada-002']);
    expect(await openai.models.retrieve(MODEL)).toMatchObject({
      id: MODEL,
      object: 'model',
      owned_by: 'system',
    });
    await expect(openai.models.retrieve('gpt-4')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });

  it('fails in the SDK’s own error classes', async () => {
    const openai = await sdk(mock(), 'errors');
    const failing = [
      [() => openai.embeddings.create({ model: MODEL, input: '' }), OpenAI.BadRequestError],
      [() => openai.embeddings.create({ model: 'nope', input: 'a' }), OpenAI.NotFoundError],
      [
        () =>
          new OpenAI({ apiKey: 'sk-wrong', baseURL: openai.baseURL }).embeddings.create({
            model: MODEL,
            input: 'a',
          }),
        OpenAI.AuthenticationError,
      ],
    ] as const;
    for (const [call, kind] of failing) await expect(call()).rejects.toBeInstanceOf(kind);
    await expect(openai.post('/completions')).rejects.toMatchObject({ status: 404 });
  });

  it('sends back what no body of OpenAI has room for in headers', async () => {
    const { key, url, admin } = mock();
    const openai = new OpenAI({ apiKey: await key('headers'), baseURL: `${url}/v1` });
    const { response, request_id } = await openai.embeddings
      .create({ model: MODEL, input: ['x', 'x'] }, { headers: { 'x-correlation-id': 'job-7' } })
      .withResponse();
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'x-weighbridge-provider': 'mock',
      'x-weighbridge-space': `mock/${MODEL}/1536`,
      'x-weighbridge-cost-usd': '0',
      'x-weighbridge-cached': '1',
      'x-weighbridge-mode': 'mock',
      'x-correlation-id': 'job-7',
      'x-weighbridge-correlation-id': 'job-7',
    });
    expect(request_id).toBe(headers['x-weighbridge-request-id']);
    const lines = await admin.spend.ledger.query({ correlationId: 'job-7' });
    expect(lines.items.map(({ requestId }) => requestId)).toEqual([request_id, request_id]);
  });
});

describe('the official SDK through the gateway to the provider', () => {
  it('gets the provider’s own vectors, and is billed once', async () => {
    const openai = await sdk(real(), 'through');
    const direct = new OpenAI({ apiKey: 'sk-direct', baseURL: stub().baseUrl });
    const input = ['weigh me', 'and me'];
    const through = await openai.embeddings.create({ model: MODEL, input, user: 'somebody' });
    const compared = await direct.embeddings.create({ model: MODEL, input });
    expect(through.data).toEqual(compared.data);
    expect(through.usage).toEqual(compared.usage);
    const again = await openai.embeddings.create({ model: MODEL, input }).withResponse();
    expect(again.response.headers.get('x-weighbridge-cached')).toBe('2');
    expect(again.data.data).toEqual(through.data);
    const ours = stub()
      .journal.entries()
      .filter(({ keyLast4 }) => keyLast4 === 'cdef');
    expect(ours).toHaveLength(1);
  });

  it('sends token ids on that no text has, each paid once', async () => {
    const openai = await sdk(real(), 'raw-ids');
    const direct = new OpenAI({ apiKey: 'sk-direct', baseURL: stub().baseUrl });
    // Half of an emoji (as a splitter by tokens leaves it), a special token, ids that a text would not have, and a text's own.
    const input = [[9468], [100257], [1, 2, 3], [15339, 1917]];
    const through = await openai.embeddings.create({ model: MODEL, input });
    const compared = await direct.embeddings.create({ model: MODEL, input });
    expect(through.data).toEqual(compared.data);
    expect(through.usage).toEqual({ prompt_tokens: 7, total_tokens: 7 });
    const [one] = (await openai.embeddings.create({ model: MODEL, input: [100257] })).data;
    expect(one!.embedding).toEqual(through.data[1]!.embedding);
    const again = await openai.embeddings.create({ model: MODEL, input: 'hello world' }).withResponse();
    expect(again.response.headers.get('x-weighbridge-cached')).toBe('1');
  });

  it('carries the correlation id to the provider, the ledger and the log', async () => {
    const gateway = real();
    const openai = await sdk(gateway, 'correlated');
    await openai.embeddings.create(
      { model: MODEL, input: 'follow me' },
      { headers: { 'x-correlation-id': 'trace-me' } },
    );
    const sent = stub()
      .journal.entries()
      .filter(({ clientRequestId }) => clientRequestId === 'trace-me');
    expect(sent).toHaveLength(1);
    const { items } = await gateway.admin.spend.ledger.query({ correlationId: 'trace-me' });
    expect(items).toMatchObject([
      { state: 'settled', providerRequestId: sent[0]!.requestId, usage: 'provider' },
    ]);
    await expect
      .poll(() => gateway.log.lines().filter((line) => line.correlationId === 'trace-me'))
      .toMatchObject([{ method: 'POST', path: '/v1/embeddings', status: 200, caller: items[0]!.keyId }]);
  });

  it('is not led to retry what a budget refuses', async () => {
    const gateway = real();
    await gateway.admin.projects.create.mutate({ name: 'poor' });
    await gateway.admin.budgets.create.mutate({ scope: 'project:poor', window: 'day', limitNanoUsd: '19' });
    const openai = new OpenAI({ apiKey: await gateway.key('poor', 'poor'), baseURL: `${gateway.url}/v1` });
    await expect(
      openai.embeddings.create(
        { model: MODEL, input: 'pricey' },
        { headers: { 'x-correlation-id': 'poor' } },
      ),
    ).rejects.toMatchObject({
      status: 429,
      type: 'insufficient_quota',
      code: 'insufficient_quota',
    });
    const requests = () => gateway.log.lines().filter((line) => line.correlationId === 'poor');
    await expect.poll(requests).toMatchObject([{ msg: 'request', status: 429 }]);
  });
});
