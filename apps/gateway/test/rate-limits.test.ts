import { describe, expect, it } from 'vitest';
import {
  type Client,
  gatewayFor,
  refusalOf,
  shared,
  stubFor,
  type TestGateway,
  temporaryDirectory,
} from './harness.ts';

const stub = shared((undo) => stubFor({}, undo));
const gateway = shared((undo) => gatewayFor({ stub: stub() }, undo));

const A_MINUTE = { metric: 'requests', period: 'minute' } as const;

/** A project of its own with a key, so that no test uses up the limit of another. */
async function pipeline(id: string) {
  const { admin, as, key, url } = gateway();
  await admin.projects.create.mutate({ name: id, id });
  const token = await key(`key of ${id}`, id);
  const v1 = (input: string) =>
    fetch(`${url}/v1/embeddings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ input, model: 'text-embedding-3-small' }),
    });
  return { scope: `project:${id}`, client: as(token), v1 };
}

const embed = (client: Client, text: string) => client.embeddings.embed.mutate({ inputs: [text] });

const requestsSent = () => stub().journal.entries().length;

/** Ids of what was held or billed, whatever became of it. */
const ledgerOf = async (project: string) =>
  (await gateway().admin.spend.ledger.query({ project, limit: 100 })).items.map(({ id }) => id);

describe('a limit of two requests in any minute', () => {
  it('refuses the third on tRPC, with nothing sent, held or billed, and no other project', async () => {
    const { admin } = gateway();
    const { scope, client } = await pipeline('by-trpc');
    const other = await pipeline('not-limited');
    await admin.rateLimits.set.mutate({ scope, ...A_MINUTE, limit: 2 });
    await embed(client, 'trpc one');
    await embed(client, 'trpc two');
    const sent = requestsSent();
    const ledger = await ledgerOf('by-trpc');
    const refusal = await refusalOf(embed(client, 'trpc three'));
    expect(refusal).toMatchObject({
      code: 'RATE_LIMITED',
      kind: 'rate_limited',
      status: 429,
      retryable: true,
      facts: { scope, metric: 'requests', period: 'minute', limit: 2, used: 2, asked: 1 },
    });
    expect(refusal.retryAfterMs).toBeGreaterThan(0);
    expect(refusal.retryAfterMs).toBeLessThanOrEqual(61_000);
    expect(requestsSent()).toBe(sent);
    expect(ledger).toHaveLength(2);
    expect(await ledgerOf('by-trpc')).toEqual(ledger);
    for (const text of ['one', 'two', 'three']) await embed(other.client, `other ${text}`);
  });

  it('answers 429 on /v1 in OpenAI’s words, to be tried again after the wait', async () => {
    const { admin } = gateway();
    const { scope, v1 } = await pipeline('by-v1');
    await admin.rateLimits.set.mutate({ scope, ...A_MINUTE, limit: 2 });
    expect((await v1('v1 one')).status).toBe(200);
    expect((await v1('v1 two')).status).toBe(200);
    const sent = requestsSent();
    const refused = await v1('v1 three');
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({
      error: { type: 'requests', code: 'rate_limit_exceeded', message: expect.stringContaining(scope) },
    });
    const header = (name: string) => refused.headers.get(name);
    expect(header('x-weighbridge-error')).toBe('RATE_LIMITED');
    expect(header('x-should-retry')).toBe('true');
    expect(Number(header('retry-after-ms'))).toBeGreaterThan(0);
    expect(header('retry-after')).toBe(String(Math.ceil(Number(header('retry-after-ms')) / 1000)));
    expect(requestsSent()).toBe(sent);
    expect(await ledgerOf('by-v1')).toHaveLength(2);
  });

  it('frees at once when it is raised or removed, and leaves audit lines', async () => {
    const { admin } = gateway();
    const { scope, client } = await pipeline('freed');
    const set = (limit: number) =>
      admin.rateLimits.set.mutate({ scope: 'project: freed', ...A_MINUTE, limit, reason: 'a loop' });
    const created = await set(1);
    expect(created).toMatchObject({ scope, ...A_MINUTE, limit: 1 });
    await embed(client, 'freed one');
    expect((await refusalOf(embed(client, 'freed two'))).code).toBe('RATE_LIMITED');
    expect(await set(2)).toEqual({ ...created, limit: 2 });
    await embed(client, 'freed two');
    // What was used before the change still counts.
    expect((await refusalOf(embed(client, 'freed three'))).facts).toMatchObject({ used: 2 });
    expect(await admin.rateLimits.list.query()).toContainEqual({
      ...created,
      limit: 2,
      used: 2,
      waitMs: expect.toSatisfy((wait: number) => wait > 0 && wait <= 61_000),
    });
    const { id } = created;
    expect(await admin.rateLimits.remove.mutate({ id })).toEqual({ id, removed: true });
    await embed(client, 'freed three');
    expect((await refusalOf(admin.rateLimits.remove.mutate({ id }))).code).toBe('NOT_FOUND');
    const { items } = await admin.audit.list.query({ limit: 100 });
    expect(items.filter(({ target }) => target === id)).toMatchObject([
      { action: 'rate_limit.remove', actor: 'cli', from: `${scope}: 2 requests in any minute`, to: null },
      { action: 'rate_limit.set', to: `${scope}: 2 requests in any minute`, reason: 'a loop' },
      { action: 'rate_limit.set', from: null, to: `${scope}: 1 requests in any minute` },
    ]);
  });
});

describe('a limit on tokens', () => {
  it('tells SDKs not to try again what never fits', async () => {
    const { admin } = gateway();
    const { scope, v1 } = await pipeline('by-tokens');
    await admin.rateLimits.set.mutate({ scope, metric: 'tokens', period: 'hour', limit: 2 });
    expect((await v1('hello world')).status).toBe(200);
    const refused = await v1('far too many words');
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ error: { type: 'tokens', code: 'rate_limit_exceeded' } });
    expect(refused.headers.get('x-should-retry')).toBe('false');
    expect(refused.headers.get('retry-after')).toBeNull();
  });
});

describe('setting a limit', () => {
  it('takes the scope of a key, and then counts that key alone', async () => {
    const { admin } = gateway();
    const { client } = await pipeline('by-key');
    const own = (await admin.keys.list.query()).find(({ project }) => project === 'by-key');
    const sibling = gateway().as(await gateway().key('sibling', 'by-key'));
    await admin.rateLimits.set.mutate({ scope: `key:${own?.id}`, ...A_MINUTE, limit: 1 });
    await embed(client, 'key one');
    expect((await refusalOf(embed(client, 'key two'))).facts).toMatchObject({ scope: `key:${own?.id}` });
    await embed(sibling, 'key two');
  });

  it.each(['provider:openai', 'model:text-embedding-3-small', 'project:', 'everything'])(
    'refuses the scope %s',
    async (scope) => {
      const { admin } = gateway();
      const refusal = await refusalOf(admin.rateLimits.set.mutate({ scope, ...A_MINUTE, limit: 1 }));
      expect(refusal).toMatchObject({ code: 'INVALID_REQUEST', status: 400, facts: { field: 'scope' } });
      expect(refusal.message).toContain('project:<id or name>');
    },
  );

  it('refuses what does not exist, limits that are no whole number above zero, and access keys', async () => {
    const { admin } = gateway();
    const { client } = await pipeline('no-admin');
    const ask = (as: Client, scope: string, limit: number) =>
      refusalOf(as.rateLimits.set.mutate({ scope, ...A_MINUTE, limit }));
    expect((await ask(admin, 'project:nobody', 1)).code).toBe('NOT_FOUND');
    expect((await ask(admin, 'key:nobody', 1)).code).toBe('NOT_FOUND');
    for (const limit of [0, -1, 1.5, 2 ** 60]) {
      expect(await ask(admin, 'global', limit)).toMatchObject({ code: 'INVALID_REQUEST' });
    }
    expect((await ask(client, 'global', 1)).code).toBe('ADMIN_ONLY');
  });
});

describe('a limit over a restart', () => {
  it('goes on from what the ledger knows: cached, repeated and failed calls too, and no other’s', async () => {
    const own = await stubFor();
    const dataDir = temporaryDirectory();
    const first = await gatewayFor({ stub: own, dataDir });
    const limited = await first.key('limited');
    const free = await first.key('free');
    const hourly = { scope: 'key:limited', period: 'hour' } as const;
    await embed(first.as(limited), 'before there was a limit');
    await first.admin.rateLimits.set.mutate({ ...hourly, metric: 'requests', limit: 4 });
    await first.admin.rateLimits.set.mutate({ ...hourly, metric: 'tokens', limit: 1000 });
    // 2, 2 from the cache, and 6 of which an attempt was refused and made again.
    await embed(first.as(limited), 'hello world');
    await embed(first.as(limited), 'hello world');
    own.faults.next('server_error');
    await first
      .as(limited)
      .embeddings.embed.mutate({ inputs: ['hello there', 'hello there', 'hello again'] });
    await embed(first.as(free), 'somebody else');
    const used = async (gateway: TestGateway) =>
      (await gateway.admin.rateLimits.list.query()).map(({ metric, used }) => [metric, used]).sort();
    const before = await used(first);
    expect(before).toEqual([
      ['requests', 3],
      ['tokens', 10],
    ]);
    await first.close();

    const second = await gatewayFor({ stub: own, dataDir });
    expect(await used(second)).toEqual(before);
    await embed(second.as(limited), 'the fourth');
    const refusal = await refusalOf(embed(second.as(limited), 'the fifth'));
    expect(refusal).toMatchObject({ code: 'RATE_LIMITED', facts: { used: 4, limit: 4 } });
    expect(refusal.retryAfterMs).toBeGreaterThan(3_400_000);
    await embed(second.as(free), 'somebody else again');
  });
});
