import { createTokenizer } from '@weighbridge/embeddings';
import { describe, expect, it } from 'vitest';
import { gatewayFor, refusalOf, rowsOf, shared, stubFor } from './harness.ts';

const MODEL = 'text-embedding-3-small';
const SAFE = 8191;
const tokenizer = createTokenizer();
// Cut between words, with something of every width in UTF-8.
const long = 'weighed é 中 👍 before it is paid for; '.repeat(1_500);
const total = tokenizer.count(long);

describe('texts longer than a model takes', () => {
  const setting = shared(async (undo) => {
    const stub = await stubFor({}, undo);
    const gateway = await gatewayFor({ stub }, undo);
    return { stub, gateway, key: await gateway.key('long') };
  });

  const post = (input: unknown, headers: Record<string, string> = {}, key = setting().key) =>
    fetch(`${setting().gateway.url}/v1/embeddings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ model: MODEL, input, dimensions: 8, encoding_format: 'float' }),
    });

  it('are truncated or split for one call by a header, and the answer says so', async () => {
    const refused = await post(['short', long]);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ error: { code: 'context_length_exceeded' } });

    const truncated = await post(['short', long], { 'x-weighbridge-too-long': 'truncate' });
    expect(truncated.status).toBe(200);
    expect(truncated.headers.get('x-weighbridge-too-long')).toBe(`1=truncated:${total - SAFE}`);
    expect(await truncated.json()).toMatchObject({ usage: { prompt_tokens: 1 + SAFE } });

    const split = await post(['short', long], { 'x-weighbridge-too-long': 'split' });
    expect(split.headers.get('x-weighbridge-too-long')).toBe(`1=windows:${Math.ceil(total / SAFE)}`);
    // The first window is the truncated text, and paid for. Settling may trail the answer.
    const usage = ((await split.json()) as { usage: { total_tokens: number } }).usage.total_tokens;
    await expect
      .poll(async () => (await setting().gateway.admin.spend.summary.query({})).today)
      .toMatchObject({ settledTokens: usage, truncatedTokens: total - SAFE });
  });

  it('are treated as the project says, unless the call says otherwise', async () => {
    const { gateway } = setting();
    await gateway.admin.projects.create.mutate({ name: 'Splitting', tooLong: 'split' });
    const key = await gateway.key('splits', 'splitting');
    expect((await post(long, {}, key)).headers.get('x-weighbridge-too-long')).toMatch(/^0=windows:/);
    const refused = await post(long, { 'x-weighbridge-too-long': 'error' }, key);
    expect(refused.status).toBe(400);
    const client = gateway.as(key);
    const quote = await client.embeddings.quote.query({ inputs: [long], tooLong: 'truncate' });
    expect(quote).toMatchObject({
      tooLong: [],
      cut: [{ index: 0, tokens: SAFE, truncatedTokens: total - SAFE, windows: 1 }],
    });
    const answer = await client.embeddings.embed.mutate({ inputs: ['a', long] });
    expect(answer.items[1]).toMatchObject({ truncatedTokens: 0, windows: Math.ceil(total / SAFE) });
    expect(Math.hypot(...rowsOf(answer)[1]!)).toBeCloseTo(1, 6);
    expect(
      await refusalOf(client.embeddings.embed.mutate({ inputs: [long], tooLong: 'error' })),
    ).toMatchObject({
      code: 'INPUT_TOO_LONG',
    });
  });

  it('may be token ids, and are the same input as the text they spell', async () => {
    const { key, stub } = setting();
    const ids = Array.from(tokenizer.encode(long));
    const before = stub.journal.summary().billedTokens;
    const truncated = await post(ids, { 'x-weighbridge-too-long': 'truncate' });
    expect(truncated.headers.get('x-weighbridge-too-long')).toBe(`0=truncated:${total - SAFE}`);
    expect(truncated.headers.get('x-weighbridge-cached')).toBe('1');
    expect(stub.journal.summary().billedTokens).toBe(before);
    // 100257 is <|endoftext|>, which is in no text.
    const special = await post([[...ids, 100257]], { 'x-weighbridge-too-long': 'split' }, key);
    expect(special.status).toBe(200);
    expect(special.headers.get('x-weighbridge-too-long')).toBe(`0=windows:${Math.ceil((total + 1) / SAFE)}`);
    expect((await post([[...ids, 4_000_000]], { 'x-weighbridge-too-long': 'split' })).status).toBe(400);
  });

  it('are not treated as a word says that is none of ours', async () => {
    const answered = await post('short', { 'x-weighbridge-too-long': 'chop' });
    expect(answered.status).toBe(400);
    expect(await answered.json()).toMatchObject({
      error: { param: 'x-weighbridge-too-long', message: expect.stringContaining('error, truncate, split') },
    });
  });

  it('hold up nobody else: 16 MB are split while others are answered', async () => {
    const { gateway } = setting();
    await gateway.admin.providers.setMode.mutate({ mode: 'mock' });
    const big = post('weighed before it is paid for, 中文 too. '.repeat(400_000), {
      'x-weighbridge-too-long': 'split',
    });
    let done = false;
    void big.finally(() => {
      done = true;
    });
    let others = 0;
    while (!done) {
      expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
      others += 1;
    }
    const answered = await big;
    expect(answered.status).toBe(200);
    expect(Number(answered.headers.get('x-weighbridge-too-long')?.split(':')[1])).toBeGreaterThan(400);
    expect(others).toBeGreaterThan(20);
    await gateway.admin.providers.setMode.mutate({ mode: 'real' });
  });
});
