import { describe, expect, it } from 'vitest';
import { gatewayFor, refusalOf, stubFor } from './harness.ts';

describe('settings', () => {
  it('act on the next call without a restart, and survive one', async () => {
    const [one, two] = [await stubFor(), await stubFor()];
    const first = await gatewayFor();
    const configure = (baseUrl: string, apiKey?: string) =>
      first.admin.providers.configure.mutate({ provider: 'openai', baseUrl, ...(apiKey ? { apiKey } : {}) });
    await configure(one.baseUrl, 'sk-stored-key-1111');
    await first.admin.providers.setMode.mutate({ mode: 'real' });
    await first.admin.embeddings.embed.mutate({ inputs: ['to the first'] });
    await configure(two.baseUrl);
    const moved = await first.admin.embeddings.embed.mutate({ inputs: ['to the first'] });
    // Another endpoint is another space: nothing is read back from the first one's.
    expect(moved).toMatchObject({
      cachedInputs: 0,
      space: `127.0.0.1:${two.port}/text-embedding-3-small/1536`,
    });
    expect([one, two].map((stub) => stub.journal.entries().map(({ keyLast4 }) => keyLast4))).toEqual([
      ['1111'],
      ['1111'],
    ]);
    expect(first.log.text()).not.toContain('sk-stored-key');
    await first.close();

    const second = await gatewayFor({ dataDir: first.dataDir });
    const again = await second.admin.embeddings.embed.mutate({ inputs: ['to the first', 'anew'] });
    expect(again).toMatchObject({ mode: 'real', cachedInputs: 1 });
    await second.close();

    // The environment wins for as long as it is set.
    const third = await gatewayFor({ dataDir: first.dataDir, stub: one });
    const status = (await third.admin.providers.status.query()).providers.find(({ id }) => id === 'openai');
    expect(status).toMatchObject({
      keySource: 'environment',
      baseUrlSource: 'environment',
      baseUrl: one.baseUrl,
    });
    await third.admin.embeddings.embed.mutate({ inputs: ['by the environment’s'] });
    expect(one.journal.entries().at(-1)?.keyLast4).toBe('cdef');
  });

  it('say what a base URL looks like', async () => {
    const { admin } = await gatewayFor();
    for (const baseUrl of ['', 'default', 'ftp://example.com/v1']) {
      const refusal = await refusalOf(admin.providers.configure.mutate({ provider: 'openai', baseUrl }));
      expect(refusal).toMatchObject({
        code: 'INVALID_REQUEST',
        message: '"baseUrl" cannot be used: write a URL such as https://api.openai.com/v1.',
      });
    }
  });

  it('under another secret: a clear error instead of a crash, and a new key heals it', async () => {
    const stub = await stubFor();
    const first = await gatewayFor();
    await first.admin.providers.configure.mutate({
      provider: 'openai',
      apiKey: 'sk-under-the-first',
      baseUrl: stub.baseUrl,
    });
    await first.admin.providers.setMode.mutate({ mode: 'real' });
    await first.close();
    expect(first.secretChanged).toBe(false);
    const second = await gatewayFor({
      dataDir: first.dataDir,
      env: { WEIGHBRIDGE_SECRET: 'quite another secret' },
    });
    // Told, since nothing else would: what the cache has is not found, and would be paid for again.
    expect(second.secretChanged).toBe(true);
    const warnings = second.log.lines().filter(({ level }) => level === 'warn');
    expect(warnings.map(({ msg }) => msg)).toContainEqual(
      expect.stringContaining('not that of the last start'),
    );
    const { modes, providers } = await second.admin.providers.status.query();
    expect(modes.find(({ mode }) => mode === 'real')).toMatchObject({
      allowed: false,
      code: 'SECRET_UNREADABLE',
    });
    expect(providers.find(({ id }) => id === 'openai')).toMatchObject({
      configured: false,
      keySource: 'stored',
      problem: { code: 'SECRET_UNREADABLE' },
    });
    const refusal = await refusalOf(second.admin.embeddings.embed.mutate({ inputs: ['a'] }));
    expect(refusal).toMatchObject({
      code: 'SECRET_UNREADABLE',
      message: expect.stringContaining('WEIGHBRIDGE_SECRET'),
    });
    await second.admin.providers.configure.mutate({ provider: 'openai', apiKey: 'sk-under-the-second' });
    expect((await second.admin.embeddings.embed.mutate({ inputs: ['a'] })).provider).toBe('openai');
    await second.close();
    // Once: whoever changed it on purpose need not hear of it at every start.
    const third = await gatewayFor({
      dataDir: first.dataDir,
      env: { WEIGHBRIDGE_SECRET: 'quite another secret' },
    });
    expect(third.secretChanged).toBe(false);
  });
});

describe('a loop by a detour', () => {
  it('is refused when a request of this very gateway comes back to it', async () => {
    const stub = await stubFor();
    const gateway = await gatewayFor({ stub });
    await gateway.admin.embeddings.embed.mutate({ inputs: ['out'] });
    const attempt = stub.journal.entries()[0]!.correlation['x-weighbridge-attempt']!;
    expect(attempt).toMatch(/^att_/);
    const send = (id: string) =>
      fetch(`${gateway.url}/v1/models`, {
        headers: { authorization: `Bearer ${gateway.cliToken}`, 'x-weighbridge-attempt': id },
      });
    const looped = await send(attempt);
    expect(looped.status).toBe(400);
    expect(looped.headers.get('x-weighbridge-error')).toBe('SELF_REFERENCE');
    // Another gateway may stand in front of this one.
    expect((await send('att_0123456789abcdef0123456789')).status).toBe(200);
  });
});
