import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig, startGateway } from '../src/index.ts';
import { gatewayFor, stubFor, temporaryDirectory } from './harness.ts';

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
