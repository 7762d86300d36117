import { existsSync } from 'node:fs';
import { createClient } from '@weighbridge/client';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MockGateway, startMockGateway } from '../src/index.ts';

let gateway: MockGateway;
beforeAll(async () => {
  gateway = await startMockGateway();
});
afterAll(() => gateway.close());

describe('a mock gateway', () => {
  it('answers our client and an OpenAI SDK, with the real tokens and the real errors', async () => {
    const openai = new OpenAI({ baseURL: gateway.openaiBaseUrl, apiKey: gateway.key, maxRetries: 0 });
    const model = 'text-embedding-3-small';
    const { data, usage } = await openai.embeddings.create({ model, input: 'tokens are counted' });
    const { vectors, tokens } = await gateway.client.embed({ inputs: ['tokens are counted'] });
    expect(data[0]?.embedding).toHaveLength(1536);
    expect(Float32Array.from(data[0]?.embedding ?? [])).toEqual(vectors[0]);
    expect(usage.total_tokens).toBe(tokens);
    await expect(openai.embeddings.create({ model, input: '' })).rejects.toThrow(OpenAI.BadRequestError);
    const stranger = createClient({ url: gateway.url, key: 'wb_nobody' });
    await expect(stranger.embed({ inputs: ['a'] })).rejects.toMatchObject({ code: 'INVALID_KEY' });
  });

  it('has a ledger and an administrator, so that tests can look', async () => {
    await gateway.client.embed({ inputs: ['looked up'], correlationId: 'my-test' });
    await expect
      .poll(async () => {
        const { items } = await gateway.admin.trpc.spend.ledger.query({ correlationId: 'my-test' });
        return items.map(({ kind, inputs }) => [kind, inputs]);
      })
      .toEqual([['free', 1]]);
    expect((await gateway.admin.trpc.providers.status.query()).mode).toBe('mock');
  });

  it('stands beside others, takes a key that is known beforehand, and leaves nothing behind', async () => {
    const [one, two] = await Promise.all([startMockGateway({ key: 'wb_known' }), startMockGateway()]);
    expect(new Set([gateway.url, one.url, two.url]).size).toBe(3);
    const known = createClient({ url: one.url, key: 'wb_known' });
    const [here, there] = await Promise.all([
      known.embed({ inputs: ['a'] }),
      two.client.embed({ inputs: ['a'] }),
    ]);
    expect(here.matrix).toEqual(there.matrix);
    expect(one.env).toEqual({
      OPENAI_BASE_URL: `${one.url}/v1`,
      OPENAI_API_KEY: 'wb_known',
      WEIGHBRIDGE_URL: one.url,
      WEIGHBRIDGE_KEY: 'wb_known',
    });
    await Promise.all([one.close(), one.close(), two[Symbol.asyncDispose]()]);
    expect([existsSync(one.dataDir), existsSync(two.dataDir)]).toEqual([false, false]);
    await expect(known.embed({ inputs: ['a'] })).rejects.toMatchObject({ code: 'GATEWAY_UNREACHABLE' });
    await expect(startMockGateway({ port: Number(new URL(gateway.url).port) })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
    });
  });
});
