import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gatewayFor, refusalOf, rowsOf, shared } from './harness.ts';

const gateway = shared((undo) => gatewayFor({}, undo));

describe('a field that nobody knows is refused, not passed over', () => {
  it.each([
    ['embeddings.embed', { inputs: ['a'], dimension: 8 }, 'dimension'],
    ['embeddings.quote', { inputs: ['a'], tooLang: 'split' }, 'tooLang'],
    ['embeddings.countTokens', { inputs: ['a'], dimensions: 8 }, 'dimensions'],
    ['budgets.set', { scope: 'global', window: 'day', limitUsd: '1', timezone: 'Asia/Tokyo' }, 'timezone'],
    ['rateLimits.set', { scope: 'global', metric: 'tokens', period: 'hour', limit: 1, burst: 2 }, 'burst'],
    ['spend.ledger', { projectId: 'search' }, 'projectId'],
    ['alerts.acknowledge', { all: true, id: ['a'] }, 'id'],
    ['uncertain.resolveMany', { ids: ['a'], as: 'billed', from: 'x' }, 'from'],
  ])('%s', async (procedure, input, field) => {
    const { url, cliToken, admin } = gateway();
    const response = await fetch(
      `${url}/trpc/${procedure}${procedure === 'spend.ledger' ? `?input=${JSON.stringify(input)}` : ''}`,
      {
        headers: { authorization: `Bearer ${cliToken}`, 'content-type': 'application/json' },
        ...(procedure === 'spend.ledger' ? {} : { method: 'POST', body: JSON.stringify(input) }),
      },
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: {
        message: `There is no field "${field}" here. Check its spelling, or leave it out.`,
        data: { weighbridge: { code: 'INVALID_REQUEST', facts: { field } } },
      },
    });
    expect(await admin.budgets.list.query()).toEqual([]);
  });

  it('nor by /bulk', async () => {
    const { url, cliToken } = gateway();
    const response = await fetch(`${url}/bulk/embeddings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${cliToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ inputs: ['a'], dimension: 8 }),
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('There is no field');
  });
});

describe('embeddings', () => {
  it('embeds in mock mode: exact tokens, no cost, the real model’s shape', async () => {
    const { admin } = gateway();
    const answer = await admin.embeddings.embed.mutate({ inputs: ['hello world', 'a truck', 'hello world'] });
    expect(answer).toMatchObject({
      mode: 'mock',
      provider: 'mock',
      model: 'text-embedding-3-small',
      space: 'mock/text-embedding-3-small/1536',
      dimensions: 1536,
      count: 3,
      failed: 0,
      tokens: 6,
      billedTokens: 0,
      costNanoUsd: '0',
      cost: '$0.00',
      wouldHaveNanoUsd: '80',
      fallback: null,
      floats: null,
    });
    expect(answer.items.map((item) => item.tokens)).toEqual([2, 2, 2]);
    const [first, second, third] = rowsOf(answer);
    expect(Math.hypot(...first!)).toBeCloseTo(1, 5);
    expect(third).toEqual(first);
    expect(second).not.toEqual(first);
  });

  it('answers floats when asked, equal to the base64 form', async () => {
    const { admin } = gateway();
    const inputs = ['one', 'two'];
    const blob = await admin.embeddings.embed.mutate({ inputs, dimensions: 8 });
    const floats = await admin.embeddings.embed.mutate({ inputs, dimensions: 8, encoding: 'float' });
    expect(floats.vectors).toBeNull();
    expect(floats.floats?.map((row) => Float32Array.from(row!))).toEqual(rowsOf(blob));
    expect(floats.cachedInputs).toBe(2);
  });

  it('refuses a call that is pinned to another space, before anything is sent', async () => {
    const { admin } = gateway();
    const space = 'openai/text-embedding-3-small/1536';
    const refusal = await refusalOf(admin.embeddings.embed.mutate({ inputs: ['a'], space }));
    expect(refusal).toMatchObject({ code: 'SPACE_MISMATCH', status: 409, facts: { pinned: space } });
  });

  it('embeds for the project of the key, and for the project that an administrator names', async () => {
    const { admin, key, as } = gateway();
    await admin.projects.create.mutate({ name: 'Search Team' });
    const client = as(await key('pipeline', 'search-team'));
    await client.embeddings.embed.mutate({ inputs: ['a b c'] });
    await admin.embeddings.embed.mutate({ inputs: ['d e'], project: 'Search Team' });
    const summary = await admin.spend.summary.query({ project: 'search-team' });
    expect(summary.today.freeTokens).toBe(5);
    expect(
      await refusalOf(client.embeddings.embed.mutate({ inputs: ['a'], project: 'default' })),
    ).toMatchObject({
      code: 'INVALID_REQUEST',
      status: 400,
    });
    expect(await refusalOf(admin.embeddings.embed.mutate({ inputs: ['a'], project: 'nope' }))).toMatchObject({
      code: 'NOT_FOUND',
      status: 404,
    });
  });

  it('quotes what a call would weigh, cost and find in the cache', async () => {
    const { admin } = gateway();
    await admin.embeddings.embed.mutate({ inputs: ['known'] });
    const scopes = ['global', 'provider:openai'];
    const budgets = await Promise.all(
      scopes.map((scope) => admin.budgets.create.mutate({ scope, window: 'day', limitUsd: '1' })),
    );
    const quote = await admin.embeddings.quote.query({ inputs: ['known', 'new text', 'new text'] });
    expect(quote).toMatchObject({
      mode: 'mock',
      inputs: 3,
      tokens: 5,
      cachedInputs: 1,
      duplicateInputs: 1,
      sendInputs: 1,
      sendTokens: 2,
      requests: 1,
      costNanoUsd: '0',
      listNanoUsd: '100',
      list: '$0.0000001',
      nanoUsdPerToken: '20',
      tooLong: [],
      fits: true,
    });
    expect(quote.budgets.map((budget) => budget.scope)).toEqual(['global']);
    for (const { id } of budgets) await admin.budgets.remove.mutate({ id });
  });

  it('counts tokens exactly', async () => {
    const { admin } = gateway();
    const counted = await admin.embeddings.countTokens.query({ inputs: ['hello world', 'naïve 日本'] });
    expect(counted).toMatchObject({ model: 'text-embedding-3-small', tokens: [2, expect.any(Number)] });
    expect(counted.total).toBe(counted.tokens[0]! + counted.tokens[1]!);
  });
});

describe('providers', () => {
  it('refuses a mode whose provider has no key, and says what to do', async () => {
    const { admin } = gateway();
    const status = await admin.providers.status.query();
    expect(status).toMatchObject({ mode: 'mock', activeProvider: 'mock' });
    const real = status.modes.find(({ mode }) => mode === 'real')!;
    expect(real).toMatchObject({ allowed: false, code: 'PROVIDER_NOT_CONFIGURED' });
    for (const mode of ['real', 'hybrid'] as const) {
      const refusal = await refusalOf(admin.providers.setMode.mutate({ mode }));
      expect(refusal.code).toBe('PROVIDER_NOT_CONFIGURED');
      for (const way of ['OPENAI_API_KEY', 'weighbridge providers set openai --api-key', 'Providers page']) {
        expect(refusal.message).toContain(way);
      }
    }
    expect((await admin.audit.list.query({ action: 'mode.set' })).items).toEqual([]);
  });

  it('stores a key encrypted, shows its last four, and forgets it again', async () => {
    const { admin, dataDir } = gateway();
    const apiKey = 'sk-stored-by-a-test-7x4Q';
    const configured = await admin.providers.configure.mutate({
      provider: 'openai',
      apiKey,
      baseUrl: 'https://example.test/v1/',
      reason: 'trial',
    });
    expect(configured).toMatchObject({
      configured: true,
      keySource: 'stored',
      keyLast4: '7x4Q',
      baseUrl: 'https://example.test/v1',
      baseUrlSource: 'stored',
      endpoint: 'example.test:443',
      official: false,
    });
    for (const name of readdirSync(dataDir)) {
      const path = join(dataDir, name);
      if (statSync(path).isFile()) expect(readFileSync(path).includes(apiKey), name).toBe(false);
    }
    const audit = await admin.audit.list.query({});
    expect(audit.items[0]).toMatchObject({
      actor: 'cli',
      reason: 'trial',
      correlationId: expect.any(String),
    });
    expect(JSON.stringify(audit)).not.toContain(apiKey);
    const cleared = await admin.providers.configure.mutate({
      provider: 'openai',
      apiKey: null,
      baseUrl: null,
    });
    expect(cleared).toMatchObject({
      configured: false,
      keySource: 'none',
      keyLast4: null,
      baseUrl: 'https://api.openai.com/v1',
      baseUrlSource: 'default',
      official: true,
    });
  });

  it('refuses itself and what is no base URL', async () => {
    const { admin, port } = gateway();
    const configure = (baseUrl: string) =>
      refusalOf(admin.providers.configure.mutate({ provider: 'openai', baseUrl }));
    expect((await configure(`http://localhost:${port}/v1`)).code).toBe('SELF_REFERENCE');
    expect((await configure('https://me:pw@example.test/v1')).code).toBe('INVALID_REQUEST');
    expect((await configure('example.test')).code).toBe('INVALID_REQUEST');
  });

  it('tests the mock, also deeply while it is in force', async () => {
    const { admin } = gateway();
    const test = await admin.providers.test.mutate({ provider: 'mock', deep: true });
    expect(test).toMatchObject({ ok: true, code: null });
    expect(test.deep).toMatchObject({ dimensions: 1536, costNanoUsd: '0', findings: [] });
    expect(test.deep!.repeatCosine).toBeCloseTo(1, 6);
    expect(test.deep!.relatedCosine).toBeGreaterThan(test.deep!.unrelatedCosine);
    const openai = await admin.providers.test.mutate({ provider: 'openai', deep: true });
    expect(openai).toMatchObject({ ok: false, code: 'PROVIDER_NOT_CONFIGURED', deep: null });
  });
});

describe('projects and keys', () => {
  it('creates projects by slug, lists and changes them', async () => {
    const { admin } = gateway();
    const made = await admin.projects.create.mutate({ name: 'Équipe Recherche (UE)' });
    expect(made).toMatchObject({ id: 'equipe-recherche-ue', splitLargeCalls: true, allowFallback: false });
    const changed = await admin.projects.update.mutate({
      id: made.id,
      splitLargeCalls: false,
      name: 'Research',
    });
    expect(changed).toMatchObject({ id: made.id, name: 'Research', splitLargeCalls: false });
    const ids = (await admin.projects.list.query()).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['default', made.id]));
    expect((await refusalOf(admin.projects.create.mutate({ name: 'x', id: made.id }))).code).toBe(
      'PROJECT_EXISTS',
    );
    expect((await refusalOf(admin.projects.create.mutate({ name: '日本' }))).code).toBe('INVALID_REQUEST');
    expect((await refusalOf(admin.projects.update.mutate({ id: 'nope', name: 'x' }))).code).toBe('NOT_FOUND');
  });

  it('shows a key once, keeps only its hash, and revokes it', async () => {
    const { admin, as, dataDir } = gateway();
    const { key, ...shown } = await admin.keys.create.mutate({ name: 'once', allowFallback: true });
    expect(key).toMatch(/^wb_[0-9A-Za-z]{32}$/);
    expect(shown).toMatchObject({
      project: 'default',
      last4: key.slice(-4),
      revokedAt: null,
      allowFallback: true,
    });
    expect(JSON.stringify(await admin.keys.list.query())).not.toContain(key);
    for (const name of readdirSync(dataDir)) {
      const path = join(dataDir, name);
      if (statSync(path).isFile()) expect(readFileSync(path).includes(key), name).toBe(false);
    }
    expect((await refusalOf(admin.keys.create.mutate({ name: 'once' }))).code).toBe('KEY_NAME_TAKEN');
    expect((await refusalOf(admin.keys.create.mutate({ name: 'x', project: 'nope' }))).code).toBe(
      'NOT_FOUND',
    );
    await as(key).embeddings.countTokens.query({ inputs: ['a'] });
    const revoked = await admin.keys.revoke.mutate({ id: shown.id, reason: 'leaked' });
    expect(revoked.revokedAt).not.toBeNull();
    expect(await refusalOf(as(key).embeddings.countTokens.query({ inputs: ['a'] }))).toMatchObject({
      code: 'REVOKED_KEY',
      status: 401,
    });
    expect((await refusalOf(admin.keys.revoke.mutate({ id: 'key_nope' }))).code).toBe('NOT_FOUND');
  });
});
