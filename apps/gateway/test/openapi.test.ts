import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { createServer, type ServerDeps } from '../src/http/server.ts';
import { createLogger } from '../src/logging/logger.ts';
import { openApiDocument } from '../src/openapi/document.ts';
import { gatewayFor, shared, stubFor } from './harness.ts';

const MODEL = 'text-embedding-3-small';

interface Described {
  responses: Record<
    string,
    {
      headers: Record<string, { required?: boolean }>;
      content: Record<string, { schema?: { $ref?: string } }>;
    }
  >;
  parameters?: { name: string; in: string }[];
}

type Paths = Record<string, Record<string, Described>>;

const document = openApiDocument('1.2.3');
const paths = document.paths as unknown as Paths;

describe('the OpenAPI description', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(document) as never);
    expect(result).toMatchObject({ valid: true });
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  it('names every route that there is beside tRPC, and no other', async () => {
    const services = { system: { version: '1.2.3' }, stores: {}, providers: {} };
    const app = await createServer({
      services,
      log: createLogger('silent'),
      newId: () => 'id',
      isClosing: () => false,
      wrongSignInsPerMinute: 1,
      corsOrigins: [],
    } as unknown as ServerDeps);
    await app.ready();
    const routes = app.printRoutes({ commonPrefix: false }).split('\n');
    await app.close();
    // A tree: a route's address goes on from that of the line it hangs under, four columns further left.
    const above: string[] = [];
    const there = routes.flatMap((line) => {
      const [, before = '', part = '', methods = ''] = /^(.*?)(\/\S*) \(([A-Z, ]+)\)/.exec(line) ?? [];
      if (part === '') return [];
      const depth = before.length / 4;
      const path = `${depth > 1 ? (above[depth - 1] ?? '') : ''}${part}`;
      above[depth] = path;
      if (path.startsWith('/trpc')) return [];
      const verbs = methods.split(', ').filter((method) => method !== 'HEAD');
      return verbs.map((verb) => `${verb} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    });
    const named = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(new Set(named)).toEqual(new Set(there));
    expect(there.length).toBeGreaterThan(8);
  });
});

describe('real answers', () => {
  const setting = shared(async (undo) => {
    const stub = await stubFor({}, undo);
    const gateway = await gatewayFor({ stub }, undo);
    await gateway.admin.projects.create.mutate({ name: 'Limited' });
    await gateway.admin.rateLimits.set.mutate({
      scope: 'project:limited',
      metric: 'requests',
      period: 'hour',
      limit: 1,
    });
    return { stub, gateway, key: await gateway.key('described') };
  });

  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema({ $id: 'https://weighbridge.test/', components: document.components });

  /** Asks, and holds the answer against what is described of its status. */
  async function check(
    method: 'get' | 'post',
    path: string,
    expected: number,
    asked: { url?: string; key?: string | null; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const { gateway, key } = setting();
    const bearer = asked.key === undefined ? key : asked.key;
    const answered = await fetch(`${gateway.url}${asked.url ?? path}`, {
      method: method.toUpperCase(),
      headers: {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...asked.headers,
      },
      ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
    });
    expect(answered.status).toBe(expected);
    const described = paths[path]?.[method]?.responses[String(expected)];
    if (!described) throw new Error(`${method} ${path} does not describe ${expected}`);
    for (const [name, { required }] of Object.entries(described.headers)) {
      if (required) expect(answered.headers.get(name), `${path} ${expected} ${name}`).not.toBeNull();
    }
    const ours = [...answered.headers.keys()].filter((name) =>
      /^x-(weighbridge|should|request|correl|ratelimit)|^retry|^openai-/.test(name),
    );
    expect(Object.keys(described.headers), `${path} ${expected}`).toEqual(expect.arrayContaining(ours));
    const type = answered.headers.get('content-type')?.split(';')[0] ?? '';
    expect(Object.keys(described.content)).toContain(type);
    const reference = described.content[type]?.schema?.$ref;
    if (reference !== undefined) {
      const validate = ajv.getSchema(`https://weighbridge.test/${reference}`);
      if (!validate) throw new Error(`${reference} is not described`);
      validate(await answered.clone().json());
      expect(validate.errors ?? []).toEqual([]);
    }
    return answered;
  }

  const embeddings = (expected: number, body: object, more: object = {}) =>
    check('post', '/v1/embeddings', expected, { body: { model: MODEL, ...body }, ...more });

  it('to embeddings are as described: vectors, replays, cuts', async () => {
    await setting().gateway.admin.budgets.create.mutate({ scope: 'global', window: 'total', limitUsd: '1' });
    const headers = { 'idempotency-key': 'described', 'x-weighbridge-too-long': 'truncate' };
    const input = ['a', 'word '.repeat(8200)];
    await embeddings(200, { input }, { headers });
    const replayed = await embeddings(200, { input }, { headers });
    expect(replayed.headers.get('x-weighbridge-idempotent-replayed')).toBe('true');
    await embeddings(200, { input: [[1, 2], [3]], encoding_format: 'base64', dimensions: 8, user: 'u' });
    await embeddings(409, { input: 'another' }, { headers });
  });

  it('that refuse are as described', async () => {
    const { stub } = setting();
    await embeddings(400, { input: '' });
    await embeddings(401, { input: 'a' }, { key: null });
    await embeddings(401, { input: 'a' }, { key: 'wb_unknown' });
    await embeddings(404, { input: 'a', model: 'none' });
    stub.faults.next('bad_request');
    await embeddings(502, { input: 'refused by the provider' });
    await setting().gateway.admin.budgets.create.mutate({
      scope: 'tag:poor',
      window: 'day',
      limitNanoUsd: '1',
    });
    const limited = await setting().gateway.key('limited', 'limited');
    await embeddings(200, { input: 'the first of this hour' }, { key: limited });
    const refused = await embeddings(429, { input: 'the second' }, { key: limited });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await embeddings(429, { input: 'too dear' }, { headers: { 'x-weighbridge-tags': 'poor' } });
  });

  it('to the other routes are as described', async () => {
    const { gateway } = setting();
    await check('get', '/v1/models', 200);
    await check('get', '/v1/models', 401, { key: null });
    await check('get', '/v1/models/{id}', 200, { url: `/v1/models/${MODEL}` });
    await check('get', '/v1/models/{id}', 404, { url: '/v1/models/none' });
    const bulk = { inputs: ['a'], dimensions: 8 };
    const headers = { 'idempotency-key': 'bulk' };
    await check('post', '/bulk/embeddings', 200, { body: bulk });
    await check('post', '/bulk/embeddings', 200, { body: bulk, headers });
    await check('post', '/bulk/embeddings', 200, { body: bulk, headers });
    await check('post', '/bulk/embeddings', 409, { body: { inputs: ['b'] }, headers });
    await check('post', '/bulk/embeddings', 400, { body: { inputs: [''] } });
    await check('post', '/bulk/embeddings', 401, { body: bulk, key: null });
    await check('post', '/bulk/embeddings', 402, { body: { inputs: ['much too dear'], tags: ['poor'] } });
    const key = gateway.cliToken;
    await check('get', '/export/ledger', 200, { key });
    await check('get', '/export/ledger', 200, { key, url: '/export/ledger?format=csv' });
    await check('get', '/export/ledger', 400, { key, url: '/export/ledger?colour=red' });
    await check('get', '/export/ledger', 403);
    await check('get', '/healthz', 200);
    await check('get', '/readyz', 200);
    await check('get', '/metrics', 200);
    await check('get', '/metrics', 403, { headers: { forwarded: 'for=1.2.3.4' } });
    const described = await check('get', '/openapi.json', 200, { key: null });
    expect(await described.json()).toMatchObject({ openapi: document.openapi, paths: document.paths });
  });
});
