import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { gatewayFor, shared, stubFor } from './harness.ts';

const MODEL = 'text-embedding-3-small';
const JSON_TYPE = { 'content-type': 'application/json' };

describe('every answer of /v1', () => {
  const setting = shared(async (undo) => {
    const gateway = await gatewayFor({ stub: await stubFor({}, undo) }, undo);
    return { gateway, key: await gateway.key('headers') };
  });

  it.each([
    ['/v1/embeddings', { method: 'POST', body: JSON.stringify({ model: MODEL, input: 'a' }) }, 200],
    ['/v1/embeddings', { method: 'POST', body: '{}' }, 400],
    ['/v1/models', {}, 200],
    ['/v1/models/none', {}, 404],
    ['/v1/nothing', {}, 404],
  ])('%s %j: %d, with what OpenAI’s bear', async (path, asked, status) => {
    const { gateway, key } = setting();
    const headers = { ...JSON_TYPE, authorization: `Bearer ${key}`, 'x-correlation-id': `c-${status}` };
    const answer = await fetch(`${gateway.url}${path}`, { ...asked, headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('openai-version')).toBe('2020-10-01');
    expect(answer.headers.get('openai-processing-ms')).toMatch(/^\d+$/);
    const made = path === '/v1/embeddings' && status === 200;
    expect(answer.headers.get('x-request-id')).toMatch(made ? /^call_/ : new RegExp(`^c-${status}$`));
  });

  it('without a key as well', async () => {
    const answer = await fetch(`${setting().gateway.url}/v1/models`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('x-request-id')).toMatch(/^cor_/);
    expect(answer.headers.get('openai-version')).toBe('2020-10-01');
  });
});

describe('what is left of rate limits', () => {
  const setting = shared(async (undo) => gatewayFor({ stub: await stubFor({}, undo) }, undo));

  async function caller(id: string) {
    const { admin, url, key } = setting();
    await admin.projects.create.mutate({ id, name: id });
    const apiKey = await key(id, id);
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });
    const ask = async (input: string) => {
      const { response } = await client.embeddings.create({ model: MODEL, input }).withResponse();
      return (name: string) => response.headers.get(`x-ratelimit-${name}`);
    };
    const limit = (
      metric: 'requests' | 'tokens',
      period: 'minute' | 'hour',
      most: number,
      scope = `project:${id}`,
    ) => admin.rateLimits.set.mutate({ scope, metric, period, limit: most });
    return { ask, limit };
  }

  it('is not spoken of without one', async () => {
    const { ask } = await caller('free');
    const header = await ask('a');
    for (const metric of ['requests', 'tokens']) expect(header(`limit-${metric}`)).toBeNull();
  });

  it('is told of requests and tokens, exactly, to any SDK', async () => {
    const { ask, limit } = await caller('both');
    await limit('requests', 'minute', 3);
    await limit('tokens', 'minute', 100);
    const first = await ask('hello world');
    expect([first('limit-requests'), first('remaining-requests')]).toEqual(['3', '2']);
    expect([first('limit-tokens'), first('remaining-tokens')]).toEqual(['100', '98']);
    expect(first('reset-requests')).toMatch(/^(5\d(\.\d+)?s|1m0s)$/);
    const second = await ask('hello world again');
    expect([second('remaining-requests'), second('remaining-tokens')]).toEqual(['1', '95']);
    await ask('a third');
    const refused = await ask('a fourth').then(
      () => undefined,
      (error: InstanceType<typeof OpenAI.APIError>) => error,
    );
    expect(refused?.status).toBe(429);
    expect(refused?.headers?.get('x-ratelimit-remaining-requests')).toBe('0');
    expect(refused?.headers?.get('x-ratelimit-reset-requests')).toMatch(/s$/);
  });

  it('is that of the limit with the least left, whoever it is on', async () => {
    const { ask, limit } = await caller('several');
    await limit('requests', 'minute', 100);
    await limit('requests', 'hour', 5);
    const header = await ask('a');
    expect([header('limit-requests'), header('remaining-requests')]).toEqual(['5', '4']);
    expect(header('reset-requests')).toMatch(/^(59m\d+(\.\d+)?s|1h0m0s)$/);
    const key = (await setting().admin.keys.list.query()).find(({ name }) => name === 'several');
    await limit('requests', 'minute', 2, `key:${key?.id}`);
    const tighter = await ask('b');
    expect([tighter('limit-requests'), tighter('remaining-requests')]).toEqual(['2', '1']);
  });
});

describe('a page in a browser', () => {
  const PAGE = 'http://localhost:5173';
  const preflight = (url: string, path: string, origin: string) =>
    fetch(`${url}${path}`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-stainless-lang',
      },
    });

  it('gets no leave by default', async () => {
    const { url, key } = await gatewayFor();
    expect((await preflight(url, '/v1/embeddings', PAGE)).status).toBe(401);
    const headers = { authorization: `Bearer ${await key('page')}`, origin: PAGE };
    const answer = await fetch(`${url}/v1/models`, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('gets it when its origin is listed, on /v1 and /bulk alone, and may read what is described', async () => {
    const env = { WEIGHBRIDGE_CORS_ORIGINS: `https://app.example,${PAGE}` };
    const { url, key } = await gatewayFor({ env });
    for (const path of ['/v1/embeddings', '/bulk/embeddings']) {
      const leave = await preflight(url, path, PAGE);
      expect(leave.status).toBe(204);
      expect(leave.headers.get('access-control-allow-origin')).toBe(PAGE);
      expect(leave.headers.get('access-control-allow-headers')).toContain('x-stainless-lang');
      expect(leave.headers.get('access-control-allow-credentials')).toBeNull();
      const other = await preflight(url, path, 'https://evil.example');
      expect(other.headers.get('access-control-allow-origin')).toBeNull();
    }
    expect(
      (await preflight(url, '/trpc/spend.summary', PAGE)).headers.get('access-control-allow-origin'),
    ).toBeNull();
    const ask = (authorization: string, origin = PAGE) =>
      fetch(`${url}/v1/embeddings`, {
        method: 'POST',
        headers: { ...JSON_TYPE, authorization, origin },
        body: JSON.stringify({ model: MODEL, input: 'from a page' }),
      });
    const answer = await ask(`Bearer ${await key('page')}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(answer.headers.get('access-control-expose-headers')).toMatch(
      /x-weighbridge-cost-usd.*retry-after/,
    );
    expect(answer.headers.get('vary')).toContain('Origin');
    const refused = await ask('Bearer wb_unknown');
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, PAGE]);
    const foreign = await ask(`Bearer ${await key('foreign')}`, 'https://evil.example');
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });
});
