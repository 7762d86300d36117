import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig, startGateway } from '../src/index.ts';
import { gatewayFor, QUICK, refusalOf, stubFor, temporaryDirectory } from './harness.ts';

/** How a start fails that must fail. */
async function failedStart(env: Record<string, string>): Promise<{ code: string; message: string }> {
  const config = loadConfig({ WEIGHBRIDGE_PORT: '0', ...env }, '/');
  try {
    const gateway = await startGateway(config, { logDestination: { write: () => undefined } });
    await gateway.close();
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('The start was expected to fail, and did not.');
}

async function occupiedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('a start', () => {
  it('leaves an address and a token for the command, and takes them away again', async () => {
    const gateway = await gatewayFor();
    const address = JSON.parse(readFileSync(join(gateway.dataDir, 'gateway.json'), 'utf8'));
    expect(address).toEqual({ url: gateway.url, pid: process.pid, startedAt: expect.any(String) });
    expect(statSync(join(gateway.dataDir, 'cli.token')).mode & 0o777).toBe(0o600);
    expect(statSync(gateway.dataDir).mode & 0o777).toBe(0o700);
    expect(gateway.adminPassword).toBeUndefined();
    await gateway.close();
    for (const name of ['gateway.json', 'cli.token'])
      expect(existsSync(join(gateway.dataDir, name))).toBe(false);
    await expect(fetch(gateway.url)).rejects.toThrow();
  });

  it('says when the port is in use, and lets go of everything', async () => {
    const port = await occupiedPort();
    const dataDir = temporaryDirectory();
    const env = { WEIGHBRIDGE_DATA_DIR: dataDir };
    const error = await failedStart({ ...env, WEIGHBRIDGE_PORT: `${port}` });
    expect(error.code).toBe('PORT_IN_USE');
    expect(error.message).toContain(`${port}`);
    expect(error.message).toContain('WEIGHBRIDGE_PORT');
    expect(existsSync(join(dataDir, 'cli.token'))).toBe(false);
    // The lock is free again, and the password that nobody saw was not kept.
    const gateway = await startGateway(
      loadConfig({ ...env, WEIGHBRIDGE_PORT: '0', WEIGHBRIDGE_LOG_LEVEL: 'silent' }, '/'),
    );
    expect(gateway.adminPassword).toMatch(/^[a-z2-9-]{23}$/);
    await gateway.close();
  });

  it('says when the address is not of this machine', async () => {
    const error = await failedStart({
      WEIGHBRIDGE_DATA_DIR: temporaryDirectory(),
      WEIGHBRIDGE_HOST: '192.0.2.1',
    });
    expect(error).toMatchObject({
      code: 'CANNOT_LISTEN',
      message: expect.stringContaining('WEIGHBRIDGE_HOST'),
    });
  });

  it('refuses a data directory that another gateway has', async () => {
    const { dataDir, admin } = await gatewayFor();
    const error = await failedStart({ WEIGHBRIDGE_DATA_DIR: dataDir });
    expect(error.code).toBe('DATA_DIR_LOCKED');
    expect(error.message).toContain(`${process.pid}`);
    expect(await admin.auth.me.query()).toMatchObject({ signedIn: true });
  });

  it('refuses what is no directory, and what is no database', async () => {
    const dir = temporaryDirectory();
    writeFileSync(join(dir, 'file'), 'a file');
    expect((await failedStart({ WEIGHBRIDGE_DATA_DIR: join(dir, 'file') })).code).toBe('DATA_DIR_UNUSABLE');
    const other = temporaryDirectory();
    writeFileSync(
      join(other, 'weighbridge.db'),
      'not a database at all, but long enough to look like one'.repeat(50),
    );
    const before = readFileSync(join(other, 'weighbridge.db'));
    expect((await failedStart({ WEIGHBRIDGE_DATA_DIR: other })).code).toBe('DATABASE_UNREADABLE');
    expect(readFileSync(join(other, 'weighbridge.db'))).toEqual(before);
  });

  it('refuses a database of a newer version', async () => {
    const { dataDir, close } = await gatewayFor();
    await close();
    const database = new DatabaseSync(join(dataDir, 'weighbridge.db'));
    database.exec(
      `INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('from the future', 99999999999999)`,
    );
    database.close();
    const error = await failedStart({ WEIGHBRIDGE_DATA_DIR: dataDir });
    expect(error).toMatchObject({
      code: 'DATABASE_TOO_NEW',
      message: expect.stringContaining('newer version'),
    });
  });

  it('refuses a base URL that is the gateway itself', async () => {
    for (const baseUrl of ['http://localhost:4999/v1', 'http://0.0.0.0:4999/v1']) {
      const error = await failedStart({
        WEIGHBRIDGE_DATA_DIR: temporaryDirectory(),
        WEIGHBRIDGE_PORT: '4999',
        OPENAI_BASE_URL: baseUrl,
      });
      expect(error).toMatchObject({
        code: 'SELF_REFERENCE',
        message: expect.stringContaining('OPENAI_BASE_URL'),
      });
    }
  });

  it('keeps the mode of an existing database, whatever the environment says', async () => {
    const stub = await stubFor();
    const first = await gatewayFor({ stub });
    expect((await first.admin.providers.status.query()).mode).toBe('real');
    await first.admin.providers.setMode.mutate({ mode: 'hybrid' });
    await first.close();
    const second = await gatewayFor({ stub, dataDir: first.dataDir, env: { WEIGHBRIDGE_MODE: 'mock' } });
    expect((await second.admin.providers.status.query()).mode).toBe('hybrid');
  });
});

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
    const second = await gatewayFor({
      dataDir: first.dataDir,
      env: { WEIGHBRIDGE_SECRET: 'quite another secret' },
    });
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

describe('a shutdown', () => {
  it('finishes what was begun, and answers newcomers 503 meanwhile', async () => {
    const stub = await stubFor();
    const gateway = await gatewayFor({ stub, retry: { ...QUICK, attemptTimeoutMs: 20_000 } });
    const kept = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => kept.destroy());
    const get = (path: string) =>
      new Promise<{ status: number; retryAfter: string | undefined; text: string }>((resolve, reject) => {
        const headers = { authorization: `Bearer ${gateway.cliToken}` };
        request(`${gateway.url}${path}`, { agent: kept, headers }, async (response) => {
          let text = '';
          for await (const chunk of response) text += chunk;
          resolve({ status: response.statusCode!, retryAfter: response.headers['retry-after'], text });
        })
          .on('error', reject)
          .end();
      });
    expect((await get('/v1/models')).status).toBe(200);
    stub.gate.hold('after_billing');
    const begun = gateway.admin.embeddings.embed.mutate({ inputs: ['begun'] });
    await stub.gate.waitFor(1);
    const closed = gateway.close();
    const refused = await get('/v1/models');
    expect(refused).toMatchObject({ status: 503, retryAfter: '5' });
    expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 'shutting_down' } });
    expect(await refusalOf(gateway.admin.embeddings.embed.mutate({ inputs: ['late'] }))).toMatchObject({
      code: 'SHUTTING_DOWN',
      status: 503,
      retryable: true,
    });
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      text: expect.stringContaining('SHUTTING_DOWN'),
    });
    expect((await get('/healthz')).status).toBe(200);
    stub.gate.release();
    expect(await begun).toMatchObject({ provider: 'openai', count: 1 });
    await closed;
    await expect(get('/healthz')).rejects.toThrow();

    const next = await gatewayFor({ stub, dataDir: gateway.dataDir });
    expect(next.recovered).toEqual({ uncertain: 0 });
    expect(await next.admin.embeddings.embed.mutate({ inputs: ['begun'] })).toMatchObject({
      cachedInputs: 1,
    });
  });

  it('does not wait for ever: what is still out is uncertain at the next start', async () => {
    const stub = await stubFor();
    const gateway = await gatewayFor({ stub, drainMs: 50, retry: { ...QUICK, attemptTimeoutMs: 20_000 } });
    stub.gate.hold('after_billing');
    const begun = refusalOf(gateway.admin.embeddings.embed.mutate({ inputs: ['stuck'] })).catch(
      (error) => error,
    );
    await stub.gate.waitFor(1);
    await gateway.close();
    await begun;
    stub.gate.release();
    const next = await gatewayFor({ stub, dataDir: gateway.dataDir });
    const { items } = await next.admin.spend.ledger.query({});
    expect(items).toMatchObject([{ state: 'uncertain' }]);
  });
});
