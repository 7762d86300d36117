import { describe, expect, it } from 'vitest';
import { ADMIN_PASSWORD, clientOf, gatewayFor, refusalOf, shared } from './harness.ts';

const gateway = shared((undo) => gatewayFor({ wrongSignInsPerMinute: 3 }, undo));

const JSON_TYPE = { 'content-type': 'application/json' };

async function signIn(password: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${gateway().url}/trpc/auth.signIn`, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify({ password }),
  });
}

function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

interface Failed {
  error: { data: { weighbridge: { code: string } } };
}

const codeOf = async (response: Response) => ((await response.json()) as Failed).error.data.weighbridge.code;

describe('strangers', () => {
  // A hundred times as much, which a body may have, held up everybody else for fifteen seconds when it was parsed.
  const bulky = `[${'[],'.repeat(200_000)}[]]`;
  const send = (path: string, body: string | ReadableStream, headers: Record<string, string> = JSON_TYPE) =>
    fetch(`${gateway().url}${path}`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);

  it.each([
    ['/trpc/auth.signIn', 401],
    ['/trpc/embeddings.embed', 401],
    ['/trpc/embeddings.embed?batch=1', 401],
    ['/bulk/embeddings', 401],
    ['/v1/embeddings', 401],
    ['/nothing', 404],
    ['/metrics', 404],
  ])('have no body parsed on %s, whole or broken, with its length or without', async (path, status) => {
    for (const body of [bulky, bulky.slice(0, -1), new Blob([bulky]).stream()]) {
      expect((await send(path, body)).status).toBe(status);
    }
    expect(
      gateway()
        .log.lines()
        .filter(({ level }) => level === 'error'),
    ).toEqual([]);
  });

  it.each(['', '{"my diary', '{"__proto__": {}}'])(
    'are told what there is not, whatever they send: %j',
    async (body) => {
      const response = await send('/embeddings', body);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
      expect(
        gateway()
          .log.lines()
          .filter(({ level }) => level === 'error'),
      ).toEqual([]);
    },
  );
});

describe('access keys', () => {
  it.each([
    ['no key', undefined, 'MISSING_KEY'],
    ['a wrong key', 'wb_00000000000000000000000000000000', 'INVALID_KEY'],
    ['a key of OpenAI', 'sk-proj-something', 'INVALID_KEY'],
    ['a stale token of the command', 'wbt_old', 'INVALID_KEY'],
  ])('refuses %s with 401', async (_name, token, code) => {
    const client = clientOf(gateway().url, token);
    const calls = [
      client.embeddings.embed.mutate({ inputs: ['a'] }),
      client.embeddings.quote.query({ inputs: ['a'] }),
      client.budgets.list.query(),
      client.providers.setMode.mutate({ mode: 'mock' }),
    ];
    for (const refusal of await Promise.all(calls.map(refusalOf)))
      expect(refusal).toMatchObject({ code, status: 401, kind: 'unauthenticated' });
  });

  it('lets a key embed, quote, count and look, and nothing else', async () => {
    const { key, as } = gateway();
    const client = as(await key('worker'));
    await client.embeddings.embed.mutate({ inputs: ['a'] });
    await client.embeddings.quote.query({ inputs: ['a'] });
    await client.embeddings.countTokens.query({ inputs: ['a'] });
    await client.providers.status.query();
    await client.system.info.query();
    const refused = [
      client.providers.setMode.mutate({ mode: 'mock' }),
      client.providers.configure.mutate({ provider: 'openai', apiKey: 'sk-12345678' }),
      client.providers.test.mutate({ provider: 'mock' }),
      client.budgets.list.query(),
      client.budgets.create.mutate({ scope: 'global', window: 'day', limitUsd: '1' }),
      client.budgets.update.mutate({ id: 'x', limitUsd: '1' }),
      client.budgets.remove.mutate({ id: 'x' }),
      client.budgets.scoreForecast.query({}),
      client.keys.list.query(),
      client.keys.create.mutate({ name: 'y' }),
      client.keys.revoke.mutate({ id: 'x' }),
      client.projects.list.query(),
      client.projects.create.mutate({ name: 'x' }),
      client.projects.update.mutate({ id: 'default' }),
      client.metricsToken.create.mutate({}),
      client.metricsToken.revoke.mutate({}),
      client.metricsToken.status.query(),
      client.spend.summary.query({}),
      client.spend.series.query({ granularity: 'day' }),
      client.spend.breakdown.query({ by: 'model' }),
      client.spend.changes.query({}),
      client.spend.ledger.query({}),
      client.quality.summary.query({}),
      client.quality.failures.query({}),
      client.audit.list.query({}),
    ];
    for (const refusal of await Promise.all(refused.map(refusalOf)))
      expect(refusal).toMatchObject({ code: 'ADMIN_ONLY', status: 403 });
  });

  it('says who somebody is', async () => {
    const { admin, key, as } = gateway();
    expect(await admin.auth.me.query()).toEqual({ signedIn: true, actor: 'cli', project: null });
    expect(await as(await key('me')).auth.me.query()).toMatchObject({ signedIn: true, project: 'default' });
    expect(await as(undefined).auth.me.query()).toEqual({ signedIn: false, actor: null, project: null });
  });

  it('notes when a key was last used', async () => {
    const { admin, key, as } = gateway();
    const client = as(await key('used'));
    await client.system.info.query();
    const lastUsed = async () =>
      (await admin.keys.list.query()).find(({ name }) => name === 'used')?.lastUsedAt;
    await expect.poll(lastUsed).toEqual(expect.any(String));
  });
});

describe('sessions', () => {
  it('signs in, acts as admin, and signs out', async () => {
    const { url, as } = gateway();
    const response = await signIn(ADMIN_PASSWORD);
    expect(response.status).toBe(200);
    const [header] = response.headers.getSetCookie();
    expect(header).toMatch(/^weighbridge_session=[\w-]{43}; .*HttpOnly/);
    expect(header).toContain('SameSite=Lax');
    expect(header).toContain('Path=/');
    expect(header).not.toContain('Secure');
    const cookie = cookieOf(response);
    const client = as(undefined, { cookie });
    expect(await client.auth.me.query()).toEqual({ signedIn: true, actor: 'admin', project: null });
    await client.projects.create.mutate({ name: 'by session' });
    const { items } = await client.audit.list.query({ limit: 1 });
    expect(items[0]).toMatchObject({ actor: 'admin', target: expect.stringContaining('by-session') });

    const out = await fetch(`${url}/trpc/auth.signOut`, {
      method: 'POST',
      headers: { ...JSON_TYPE, cookie },
    });
    expect(out.headers.getSetCookie()[0]).toMatch(/^weighbridge_session=;/);
    expect(await refusalOf(client.budgets.list.query())).toMatchObject({
      code: 'NOT_SIGNED_IN',
      status: 401,
    });
  });

  it('marks the cookie Secure behind TLS', async () => {
    const response = await signIn(ADMIN_PASSWORD, { 'x-forwarded-proto': 'https' });
    expect(response.headers.getSetCookie()[0]).toContain('Secure');
  });

  it('is no way into /v1', async () => {
    const cookie = cookieOf(await signIn(ADMIN_PASSWORD));
    const response = await fetch(`${gateway().url}/v1/models`, { headers: { cookie } });
    expect(response.status).toBe(401);
  });

  it('refuses what another site’s page starts, and lets our own pages and programs pass', async () => {
    const { url } = gateway();
    const cookie = cookieOf(await signIn(ADMIN_PASSWORD));
    const setMode = (headers: Record<string, string>) =>
      fetch(`${url}/trpc/providers.setMode`, {
        method: 'POST',
        headers: { ...JSON_TYPE, cookie, ...headers },
        body: JSON.stringify({ mode: 'mock' }),
      });
    const evil = { origin: 'https://evil.example' };
    for (const headers of [{ ...evil, 'sec-fetch-site': 'cross-site' }, evil]) {
      const response = await setMode(headers);
      expect(response.status).toBe(403);
      expect(await codeOf(response)).toBe('CROSS_SITE_REQUEST');
    }
    const dashboard = { origin: 'http://ops.example:3000', 'x-forwarded-host': 'ops.example:3000' };
    for (const headers of [{}, dashboard, { origin: url }]) expect((await setMode(headers)).status).toBe(200);
    expect(await codeOf(await signIn(ADMIN_PASSWORD, evil))).toBe('CROSS_SITE_REQUEST');
  });

  it('never mutates on GET', async () => {
    const { url } = gateway();
    const cookie = cookieOf(await signIn(ADMIN_PASSWORD));
    const input = encodeURIComponent(JSON.stringify({ name: 'by get' }));
    const response = await fetch(`${url}/trpc/projects.create?input=${input}`, { headers: { cookie } });
    expect(response.status).toBe(405);
  });

  // Last: it uses up the wrong passwords of this minute.
  it('refuses wrong passwords, and after a few of them every password for a while', async () => {
    const wrong = await signIn('wrong');
    expect(wrong.status).toBe(401);
    expect(await codeOf(wrong)).toBe('WRONG_PASSWORD');
    expect(wrong.headers.getSetCookie()).toEqual([]);
    // Ten guesses in one request are ten guesses.
    const guesses = Array.from({ length: 10 }, (_, at) => [at, { password: `guess ${at}` }]);
    const path = guesses.map(() => 'auth.signIn').join(',');
    const batch = await fetch(`${gateway().url}/trpc/${path}?batch=1`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify(Object.fromEntries(guesses)),
    });
    const codes = ((await batch.json()) as Failed[]).map(({ error }) => error.data.weighbridge.code);
    expect(codes.slice(0, 2)).toEqual(['WRONG_PASSWORD', 'WRONG_PASSWORD']);
    expect(codes.slice(2).every((code) => code === 'TOO_MANY_SIGN_INS')).toBe(true);
    const right = await signIn(ADMIN_PASSWORD);
    expect(right.status).toBe(429);
    expect(await codeOf(right)).toBe('TOO_MANY_SIGN_INS');
  });
});

describe('live events', () => {
  it('say hello, then what changed, and end when the gateway closes', async () => {
    const own = await gatewayFor();
    const response = await fetch(`${own.url}/trpc/live.events`, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${own.cliToken}` },
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const types: string[] = [];
    const reading = (async () => {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        for (const [, type] of chunk.matchAll(/"type":"(\w+)"/g)) types.push(type!);
      }
    })();
    await expect.poll(() => types).toEqual(['hello']);
    await own.admin.embeddings.embed.mutate({ inputs: ['news'] });
    await expect.poll(() => types).toContain('spend');
    await own.admin.budgets.create.mutate({ scope: 'global', window: 'day', limitUsd: '1' });
    await expect.poll(() => types).toContain('budgets');
    await own.close();
    await reading;
  });

  it('are for administrators', async () => {
    const response = await fetch(`${gateway().url}/trpc/live.events`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(await response.text()).toContain('MISSING_KEY');
  });
});

describe('/metrics', () => {
  it('is for this machine, or for an administrator', async () => {
    const { url, cliToken, key, admin } = gateway();
    await admin.budgets.create.mutate({ scope: 'global', window: 'day', limitUsd: '2' });
    const local = await fetch(`${url}/metrics`);
    const text = await local.text();
    expect(local.headers.get('content-type')).toContain('text/plain');
    expect(text).toMatch(/^weighbridge_budget_limit_usd\{scope="global",window="day"\} 2$/m);
    expect(text).toMatch(
      /^weighbridge_inputs_total\{project="default",provider="mock",model="\S+",how="free"\} [1-9]\d*$/m,
    );
    expect(text).toMatch(/^weighbridge_cost_nano_usd_total\{\S+\} 0$/m);
    expect(text).toMatch(/^weighbridge_ledger_gaps_open 0$/m);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
    const proxied = (authorization?: string) =>
      fetch(`${url}/metrics`, {
        headers: { 'x-forwarded-for': '192.0.2.1', ...(authorization ? { authorization } : {}) },
      });
    expect((await proxied()).status).toBe(401);
    expect((await proxied(`Bearer ${await key('scraper')}`)).status).toBe(403);
    expect((await proxied(`Bearer ${cliToken}`)).status).toBe(200);
  });

  it('is for the scraper’s own token, which opens nothing else', async () => {
    const { url, admin, as } = gateway();
    const scrape = async (token: string) =>
      (
        await fetch(`${url}/metrics`, {
          headers: { 'x-forwarded-for': '192.0.2.1', authorization: `Bearer ${token}` },
        })
      ).status;
    expect(await admin.metricsToken.status.query()).toMatchObject({ exists: false });
    const first = await admin.metricsToken.create.mutate({ reason: 'Prometheus' });
    expect(first).toMatchObject({ token: expect.stringMatching(/^wbm_/), replaced: false });
    expect(await scrape(first.token)).toBe(200);
    expect(await scrape(`${first.token}x`)).toBe(401);
    expect((await refusalOf(as(first.token).spend.summary.query({}))).code).toBe('INVALID_KEY');
    const second = await admin.metricsToken.create.mutate({});
    expect([second.replaced, await scrape(first.token), await scrape(second.token)]).toEqual([
      true,
      401,
      200,
    ]);
    expect(await admin.metricsToken.status.query()).toMatchObject({ exists: true, last4: second.last4 });
    expect(await admin.metricsToken.revoke.mutate({})).toEqual({ revoked: true });
    expect(await admin.metricsToken.revoke.mutate({})).toEqual({ revoked: false });
    expect(await scrape(second.token)).toBe(401);
    const { items } = await admin.audit.list.query({ limit: 3 });
    expect(items.map(({ action, from, to, reason }) => [action, from, to, reason])).toEqual([
      ['metrics_token.revoke', `…${second.last4}`, null, null],
      ['metrics_token.create', `…${first.last4}`, `…${second.last4}`, null],
      ['metrics_token.create', null, `…${first.last4}`, 'Prometheus'],
    ]);
  });
});
