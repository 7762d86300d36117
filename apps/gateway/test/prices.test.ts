import { OPENAI_MODELS } from '@weighbridge/openai-stub';
import { describe, expect, it } from 'vitest';
import { gatewayFor, refusalOf, shared, stubFor } from './harness.ts';

const VOYAGE = { dimensions: 64, shortens: false, created: 1_700_000_000 };

const opened = shared(async (undo) => {
  const stub = await stubFor(
    {
      models: {
        ...OPENAI_MODELS,
        'priced-64': { ...VOYAGE, nanoUsdPerToken: 60 },
        'bytes-64': { ...VOYAGE, nanoUsdPerToken: 60 },
        'gift-64': { ...VOYAGE, nanoUsdPerToken: 0 },
      },
    },
    undo,
  );
  return { stub, gateway: await gatewayFor({ stub }, undo) };
});
const admin = () => opened().gateway.admin;

/** The settled line of a call, once it is written. */
async function lineOf(correlationId: string) {
  const { items } = await admin().spend.ledger.query({ correlationId });
  return items.find(({ kind }) => kind === 'attempt');
}

const embed = (
  model: string,
  text: string,
  correlationId = `c-${text.slice(0, 40).replaceAll(/[^a-z]/g, '-')}`,
) => admin().embeddings.embed.mutate({ inputs: [text], model, correlationId });

describe('prices', () => {
  it('act on the next call, and never on what was settled before', async () => {
    const model = 'text-embedding-3-large';
    const before = await embed(model, 'weigh the first truck');
    expect(before.costNanoUsd).toBe(String(before.billedTokens * 130));
    const price = await admin().prices.set.mutate({
      model,
      usdPerMillion: '0.065',
      reason: 'a new list',
    });
    expect(price).toMatchObject({
      model,
      nanoUsdPerToken: '65',
      pricePerMillion: '$0.065',
      state: 'in_force',
    });
    const after = await embed(model, 'weigh the second truck');
    expect(after.costNanoUsd).toBe(String(after.billedTokens * 65));
    expect((await admin().embeddings.quote.query({ inputs: ['x y'], model })).nanoUsdPerToken).toBe('65');
    expect(await lineOf('c-weigh-the-first-truck')).toMatchObject({ settledNanoUsd: before.costNanoUsd });
    const listed = (await admin().prices.list.query()).filter((one) => one.model === model);
    expect(listed.map(({ id, state }) => ({ id, state }))).toEqual([
      { id: price.id, state: 'in_force' },
      { id: null, state: 'superseded' },
    ]);
    await admin().prices.remove.mutate({ id: price.id ?? '' });
    const again = await embed(model, 'weigh the third truck');
    expect(again.costNanoUsd).toBe(String(again.billedTokens * 130));
    const { items } = await admin().audit.list.query({ limit: 5 });
    expect(items.slice(0, 2)).toMatchObject([
      { action: 'price.remove', target: model, to: null },
      { action: 'price.set', target: model, reason: 'a new list' },
    ]);
  });

  it('of a call that is out stay what they were when it was held', async () => {
    const { stub } = opened();
    const model = 'text-embedding-3-small';
    stub.gate.hold('before_billing');
    const under = embed(model, 'on the scale while the list changes');
    await stub.gate.waitFor(1);
    const price = await admin().prices.set.mutate({ model, usdPerMillion: '5' });
    stub.gate.release();
    const answer = await under;
    expect(answer.costNanoUsd).toBe(String(answer.billedTokens * 20));
    expect(await lineOf('c-on-the-scale-while-the-list-changes')).toMatchObject({
      heldNanoUsd: answer.costNanoUsd,
      settledNanoUsd: answer.costNanoUsd,
    });
    await admin().prices.remove.mutate({ id: price.id ?? '' });
  });

  it('that begin in the future leave today alone', async () => {
    const model = 'text-embedding-ada-002';
    const from = new Date(Date.now() + 86_400_000).toISOString();
    const set = await admin().prices.set.mutate({ model, nanoUsdPerToken: '1', from });
    expect(set).toMatchObject({ state: 'to_come', from });
    const answer = await embed(model, 'tomorrow is another day');
    expect(answer.costNanoUsd).toBe(String(answer.billedTokens * 100));
    const shown = (await admin().models.list.query()).find(({ id }) => id === model);
    expect(shown).toMatchObject({
      custom: false,
      price: { nanoUsdPerToken: '100' },
      next: { nanoUsdPerToken: '1', from },
    });
  });

  it.each([
    [{ usdPerMillion: '0.02', from: '2026-01-01T00:00:00Z' }, 'from', 'past'],
    [{ usdPerMillion: '0.0205' }, 'usdPerMillion', '0.021'],
    [{ usdPerMillion: '0' }, 'price', 'free'],
    [{ usdPerMillion: '1000000.001' }, 'price', 'at most a dollar a token'],
    [{ nanoUsdPerToken: '1000000001' }, 'price', 'at most a dollar a token'],
    [{ usdPerMillion: '0.02', free: true }, 'price', 'once'],
    [{}, 'usdPerMillion', 'Say what it costs'],
  ])('refuse %j, saying what to write', async (choice, field, hint) => {
    const refusal = await refusalOf(
      admin().prices.set.mutate({ model: 'text-embedding-3-small', ...choice }),
    );
    expect(refusal).toMatchObject({ code: 'INVALID_REQUEST', facts: { field } });
    expect(refusal.message).toContain(hint);
  });

  it('at their highest are counted to the nano-dollar like any other', async () => {
    const price = await admin().prices.set.mutate({
      model: 'text-embedding-ada-002',
      usdPerMillion: '1000000',
    });
    const answer = await embed('text-embedding-ada-002', 'a text of gold');
    expect(answer.costNanoUsd).toBe(`${answer.billedTokens}000000000`);
    await admin().prices.remove.mutate({ id: price.id ?? '' });
  });
});

describe('models that were defined', () => {
  it('are refused until they have a price, with nothing sent', async () => {
    const { stub, gateway } = opened();
    const before = stub.stats().requests;
    expect((await refusalOf(embed('priced-64', 'who are you'))).code).toBe('UNKNOWN_MODEL');
    await admin().models.define.mutate({ id: 'priced-64', dimensions: 64, tokenizer: 'cl100k_base' });
    expect(await refusalOf(embed('priced-64', 'what do you cost'))).toMatchObject({
      code: 'MODEL_NOT_PRICED',
      facts: { model: 'priced-64' },
    });
    const key = await gateway.key('priced');
    const listed = async () => {
      const answer = await fetch(`${gateway.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
      const { data } = (await answer.json()) as { data: { id: string }[] };
      return data.map(({ id }) => id);
    };
    expect(await listed()).not.toContain('priced-64');
    expect(stub.stats().requests).toBe(before);
    await admin().prices.set.mutate({ model: 'priced-64', usdPerMillion: '0.06' });
    const answer = await embed('priced-64', 'now you have a price');
    expect(answer).toMatchObject({ dimensions: 64, costNanoUsd: String(answer.billedTokens * 60) });
    expect(await listed()).toContain('priced-64');
  });

  it('with an unknown tokenizer are held at a bound and settled by the meter', async () => {
    const { gateway } = opened();
    await admin().models.define.mutate({
      id: 'bytes-64',
      dimensions: 64,
      maxTokensPerInput: 8192,
      usdPerMillion: '0.06',
    });
    const text = 'Wiegen, ehe man zahlt: 秤 🚚';
    const quoted = await admin().embeddings.quote.query({ inputs: [text], model: 'bytes-64' });
    expect(quoted).toMatchObject({ exact: false, sendTokens: Buffer.byteLength(text) + 8 });
    const answer = await embed('bytes-64', text, 'c-bytes');
    expect(answer.billedTokens).toBeLessThan(quoted.sendTokens);
    expect(answer.tokens).toBe(answer.billedTokens);
    expect(await lineOf('c-bytes')).toMatchObject({
      heldTokens: quoted.sendTokens,
      settledTokens: answer.billedTokens,
      settledNanoUsd: String(answer.billedTokens * 60),
      usage: 'provider',
    });
    // The cache saves what was metered, not what was held.
    const again = await embed('bytes-64', text);
    expect(again).toMatchObject({ costNanoUsd: '0', tokens: answer.tokens });
    expect(again.savedNanoUsd).toBe(answer.costNanoUsd);
    const key = await gateway.key('bytes');
    const v1 = await fetch(`${gateway.url}/v1/embeddings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'bytes-64', input: [[1, 2, 3]] }),
    });
    expect(v1.status).toBe(400);
    expect(
      (await refusalOf(admin().embeddings.countTokens.query({ inputs: ['x'], model: 'bytes-64' }))).code,
    ).toBe('TOKENIZER_UNKNOWN');
  });

  it('send a text whose bytes pass the limit on, since its tokens may not', async () => {
    const fits = 'word '.repeat(7000);
    const answer = await embed('bytes-64', fits, 'c-fits');
    expect(answer).toMatchObject({ failed: 0, requests: 1 });
    expect(answer.billedTokens).toBeLessThan(8192);
    const tooLong = await refusalOf(embed('bytes-64', 'word '.repeat(9000), 'c-too-long'));
    expect(tooLong.code).toBe('PROVIDER_REJECTED');
    expect(await lineOf('c-too-long')).toMatchObject({ state: 'released', settledNanoUsd: '0' });
  });

  it('that are declared free cost nothing, stand in the ledger and pass an exhausted budget', async () => {
    await admin().models.define.mutate({
      id: 'gift-64',
      dimensions: 64,
      tokenizer: 'cl100k_base',
      free: true,
    });
    const { id } = await admin().budgets.create.mutate({
      scope: 'model:gift-64',
      window: 'total',
      limitNanoUsd: '1',
    });
    const answer = await embed('gift-64', 'a present');
    expect(answer).toMatchObject({ costNanoUsd: '0', requests: 1, failed: 0 });
    expect(await lineOf('c-a-present')).toMatchObject({
      state: 'settled',
      settledNanoUsd: '0',
      settledTokens: answer.billedTokens,
    });
    await admin().budgets.remove.mutate({ id });
    await admin().models.remove.mutate({ id: 'gift-64' });
    expect((await refusalOf(embed('gift-64', 'gone'))).code).toBe('UNKNOWN_MODEL');
    // A later model of the same name must not inherit the gift.
    await admin().models.define.mutate({ id: 'gift-64', dimensions: 64 });
    expect((await refusalOf(embed('gift-64', 'gone'))).code).toBe('MODEL_NOT_PRICED');
  });

  it('leave the ones that ship alone, and are administered by administrators', async () => {
    const { gateway } = opened();
    const id = 'text-embedding-3-small';
    expect((await refusalOf(admin().models.define.mutate({ id, dimensions: 5 }))).code).toBe('MODEL_SHIPPED');
    expect((await refusalOf(admin().models.remove.mutate({ id }))).code).toBe('MODEL_SHIPPED');
    const client = gateway.as(await gateway.key('no admin'));
    expect((await refusalOf(client.prices.set.mutate({ model: id, free: true }))).code).toBe('ADMIN_ONLY');
    expect((await client.models.list.query()).map((model) => model.id)).toContain(id);
  });

  it('answer in mock mode as well, and say what it would have cost', async () => {
    await admin().providers.setMode.mutate({ mode: 'mock' });
    const answer = await embed('bytes-64', 'for nothing at all');
    expect(answer).toMatchObject({ provider: 'mock', dimensions: 64, costNanoUsd: '0', failed: 0 });
    expect(answer.wouldHaveNanoUsd).toBe(String(answer.tokens * 60));
    await admin().providers.setMode.mutate({ mode: 'real' });
  });
});
