import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clientOfProcess, runGateway } from './gateway-process.ts';
import {
  gatewayFor,
  PROVIDER_KEY,
  refusalOf,
  SECRET,
  shared,
  stubFor,
  temporaryDirectory,
} from './harness.ts';

const MODEL = 'text-embedding-3-small';
/** Room for one answer of one vector in floats, not for two. */
const MAX_BYTES = 40_000;

describe('an idempotency key', () => {
  const setting = shared(async (undo) => {
    const stub = await stubFor({}, undo);
    const gateway = await gatewayFor({ stub, answersMaxBytes: MAX_BYTES }, undo);
    return { stub, gateway, key: await gateway.key('first'), other: await gateway.key('second') };
  });

  const post = (
    input: unknown,
    idempotencyKey: string,
    more: { headers?: Record<string, string>; body?: object; key?: string; signal?: AbortSignal } = {},
  ) => {
    const { gateway, key } = setting();
    return fetch(`${gateway.url}/v1/embeddings`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${more.key ?? key}`,
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
        ...more.headers,
      },
      body: JSON.stringify({ model: MODEL, input, ...more.body }),
      ...(more.signal === undefined ? {} : { signal: more.signal }),
    });
  };

  it('gives a request that is made again the same answer, to the byte, and asks nobody', async () => {
    const { stub } = setting();
    // Answers of two attempts would have two ids.
    const first = await post(['asked twice'], 'key-1');
    const before = stub.journal.summary().billedRequests;
    const replays = async () => {
      const text = await (await fetch(`${setting().gateway.url}/metrics`)).text();
      return Number(/^weighbridge_idempotent_replays_total (\d+)$/m.exec(text)?.[1]);
    };
    const replayed = await replays();
    const again = await post(['asked twice'], 'key-1', { headers: { 'x-correlation-id': 'second-try' } });
    expect(first.headers.get('x-weighbridge-idempotent-replayed')).toBeNull();
    expect(again.headers.get('x-weighbridge-idempotent-replayed')).toBe('true');
    expect(await again.text()).toBe(await first.text());
    for (const name of ['x-weighbridge-request-id', 'x-weighbridge-cost-usd', 'x-weighbridge-space']) {
      expect(again.headers.get(name), name).toBe(first.headers.get(name));
    }
    expect(again.headers.get('x-correlation-id')).toBe('second-try');
    expect(stub.journal.summary().billedRequests).toBe(before);
    expect(await replays()).toBe(replayed + 1);
  });

  it('knows a request by its content, not by how it is written', async () => {
    await post('the same', 'key-2', { body: { dimensions: 8, user: null } });
    const again = await post('the same', 'key-2', { body: { encoding_format: 'float', dimensions: 8 } });
    expect(again.headers.get('x-weighbridge-idempotent-replayed')).toBe('true');
  });

  it.each([
    ['another text', 'another text', {}],
    ['a list of the text', ['the text'], {}],
    ['other dimensions', 'the text', { body: { dimensions: 9 } }],
    ['another model', 'the text', { body: { model: 'text-embedding-3-large' } }],
    ['another treatment', 'the text', { headers: { 'x-weighbridge-too-long': 'truncate' } }],
    ['other tags', 'the text', { headers: { 'x-weighbridge-tags': 'nightly' } }],
  ])('refuses %s under a key that was used', async (name, input, more) => {
    await post('the text', `key-3 ${name}`.replaceAll(' ', '-'), { body: { dimensions: 8 } });
    const body = { dimensions: 8, ...('body' in more ? more.body : {}) };
    const refused = await post(input, `key-3 ${name}`.replaceAll(' ', '-'), { ...more, body });
    expect(refused.status).toBe(409);
    expect(refused.headers.get('x-weighbridge-error')).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(refused.headers.get('x-should-retry')).toBe('false');
  });

  it('belongs to one access key and one endpoint', async () => {
    const { gateway, key, other } = setting();
    await post('mine', 'key-4');
    const theirs = await post('theirs', 'key-4', { key: other });
    expect(theirs.status).toBe(200);
    const client = gateway.as(key, { 'idempotency-key': 'key-4' });
    const answer = await client.embeddings.embed.mutate({ inputs: ['mine'], dimensions: 8 });
    const again = await client.embeddings.embed.mutate({
      inputs: ['mine'],
      dimensions: 8,
      correlationId: 'c',
    });
    expect(again).toEqual(answer);
    const refused = await refusalOf(client.embeddings.embed.mutate({ inputs: ['not mine'], dimensions: 8 }));
    expect(refused).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', status: 409 });
    const bulk = () =>
      fetch(`${gateway.url}/bulk/embeddings`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'idempotency-key': 'key-4',
        },
        body: JSON.stringify({ inputs: ['by bytes'], dimensions: 8 }),
      });
    const [one, two] = [await bulk(), await bulk()];
    expect(two.headers.get('x-weighbridge-idempotent-replayed')).toBe('true');
    expect(Buffer.from(await two.arrayBuffer())).toEqual(Buffer.from(await one.arrayBuffer()));
  });

  it('lets twins wait for the first, which alone is paid for', async () => {
    const { stub, gateway } = setting();
    const before = stub.journal.summary().billedRequests;
    const linesBefore = (await gateway.admin.spend.ledger.query({})).items.length;
    stub.gate.hold('before_billing');
    const first = post('popular', 'key-5');
    await stub.gate.waitFor(1);
    const twins = Array.from({ length: 4 }, () => post('popular', 'key-5'));
    const different = await post('unpopular', 'key-5');
    expect(different.status).toBe(409);
    stub.gate.release();
    const answers = await Promise.all([first, ...twins]);
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(answers.map((answer) => answer.headers.get('x-weighbridge-idempotent-replayed'))).toEqual([
      null,
      ...Array(4).fill('true'),
    ]);
    expect(stub.journal.summary().billedRequests).toBe(before + 1);
    // Not even an entry for what the cache would have saved.
    expect((await gateway.admin.spend.ledger.query({})).items).toHaveLength(linesBefore + 1);
  });

  it('lets a twin take over from a first whose client left', async () => {
    const { stub } = setting();
    stub.gate.hold('before_billing');
    const leave = new AbortController();
    const first = post('abandoned', 'key-6', { signal: leave.signal });
    await stub.gate.waitFor(1);
    const twin = post('abandoned', 'key-6');
    // The twin is waiting once its request has been read.
    await new Promise((resolve) => setTimeout(resolve, 50));
    leave.abort();
    await expect(first).rejects.toThrow();
    stub.gate.release();
    const answered = await twin;
    expect(answered.status).toBe(200);
  });

  it('does not keep errors', async () => {
    const { stub } = setting();
    stub.faults.next('bad_request');
    const failed = await post('tried again', 'key-7');
    expect(failed.status).toBe(502);
    const again = await post('tried again', 'key-7');
    expect(again.status).toBe(200);
    expect(again.headers.get('x-weighbridge-idempotent-replayed')).toBeNull();
    // Nor what was wrong with the request.
    expect((await post('', 'key-8')).status).toBe(400);
    expect((await post('mended', 'key-8')).status).toBe(200);
  });

  it('says that an answer had to make room, and pays nothing', async () => {
    const { stub } = setting();
    const body = { encoding_format: 'float' };
    await post('the older', 'key-9', { body });
    await post('the newer', 'key-10', { body: { ...body, model: 'text-embedding-3-large' } });
    const before = stub.journal.summary().billedRequests;
    const evicted = await post('the older', 'key-9', { body });
    expect(evicted.status).toBe(409);
    expect(evicted.headers.get('x-weighbridge-error')).toBe('IDEMPOTENT_ANSWER_EVICTED');
    expect(stub.journal.summary().billedRequests).toBe(before);
  });

  it.each([[' '], ['two words'], ['x'.repeat(256)], ['']])('must be one: %j', async (given) => {
    const refused = await post('never sent', given);
    expect(refused.status).toBe(400);
    expect(refused.headers.get('x-weighbridge-error')).toBe('INVALID_IDEMPOTENCY_KEY');
  });

  it('leaves no text, key or idempotency key on the disk', async () => {
    const { gateway, key } = setting();
    await post('a secret text for the disk', 'a-secret-idempotency-key');
    for (const name of readdirSync(gateway.dataDir)) {
      if (!name.startsWith('answers.db')) continue;
      const bytes = readFileSync(join(gateway.dataDir, name), 'latin1');
      for (const secret of ['a secret text for the disk', 'a-secret-idempotency-key', key]) {
        expect(bytes.includes(secret), name).toBe(false);
      }
    }
  });

  it('is good after a restart, and after kill -9 while an answer was under way', async () => {
    const stub = await stubFor();
    const dataDir = temporaryDirectory();
    const env = {
      WEIGHBRIDGE_DATA_DIR: dataDir,
      WEIGHBRIDGE_SECRET: SECRET,
      WEIGHBRIDGE_MODE: 'real',
      OPENAI_API_KEY: PROVIDER_KEY,
      OPENAI_BASE_URL: stub.baseUrl,
    };
    const doomed = runGateway(env);
    const { url, token } = await clientOfProcess(doomed, dataDir);
    const ask = (base: string, bearer: string, input: string, key: string) =>
      fetch(`${base}/v1/embeddings`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${bearer}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify({ model: MODEL, input }),
      });
    const kept = await (await ask(url, token, 'finished before', 'done')).text();
    stub.gate.hold('after_billing');
    const lost = ask(url, token, 'under way', 'out').catch(() => 'lost');
    await stub.gate.waitFor(1);
    doomed.child.kill('SIGKILL');
    expect(await lost).toBe('lost');
    stub.gate.release();
    await stub.idle();

    const gateway = await gatewayFor({ dataDir, stub });
    const before = stub.journal.summary().billedRequests;
    const replayed = await ask(gateway.url, gateway.cliToken, 'finished before', 'done');
    expect(await replayed.text()).toBe(kept);
    expect(stub.journal.summary().billedRequests).toBe(before);
    expect((await ask(gateway.url, gateway.cliToken, 'under way', 'out')).status).toBe(200);
    expect((await ask(gateway.url, gateway.cliToken, 'another', 'done')).status).toBe(409);
  });
});
