import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NODE_FLAGS } from '../bin/node-flags.mjs';
import {
  answerOf,
  type GatewayProcess,
  launch,
  startGateway,
  startStub,
  temporaryFolder,
  until,
  weighbridge,
} from './processes.ts';

const MINUTE = { timeout: 60_000 };
const LAUNCHER = fileURLToPath(new URL('../bin/weighbridge.mjs', import.meta.url));

let folder: ReturnType<typeof temporaryFolder>;
let gateway: GatewayProcess | undefined;

beforeEach(() => {
  folder = temporaryFolder('start');
});

afterEach(async () => {
  await gateway?.stop('SIGKILL');
  gateway = undefined;
  folder.remove();
});

const QUIET = { WEIGHBRIDGE_LOG_LEVEL: 'silent' };
const start = (args: string[], env: Record<string, string> = {}) =>
  weighbridge(['start', '--no-dashboard', ...args], { cwd: folder.path, env: { ...QUIET, ...env } });

test('it tells where it is, and stops in order on a signal', MINUTE, async () => {
  gateway = await startGateway(folder.path, QUIET);
  expect(gateway.started).toMatchObject({
    version: '0.1.0',
    gatewayUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    openaiBaseUrl: `${gateway.url}/v1`,
    dashboardUrl: null,
    dataDir: join(folder.path, '.weighbridge'),
    mode: 'mock',
    adminPassword: expect.stringMatching(/\S{16,}/),
  });
  const { code, stderr } = await gateway.stop('SIGINT');
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: '{"note":{"message":"Finishing what is in flight; Ctrl-C again stops at once."}}\n',
  });
  const again = start(['--port', '0']);
  await until('the banner', () => again.stdout().includes('Ctrl-C'));
  expect(again.stdout()).toContain('SDK base URL');
  expect(again.stdout()).not.toContain('Admin password');
  again.child.kill('SIGTERM');
  expect((await again.done).code).toBe(0);
});

test(
  'who reads the log may go: the call that is out is answered, and the stop is in order',
  MINUTE,
  async () => {
    const stub = await startStub(folder.path);
    try {
      gateway = await startGateway(folder.path, {
        WEIGHBRIDGE_MODE: 'real',
        OPENAI_API_KEY: 'sk-test',
        OPENAI_BASE_URL: stub.baseUrl,
      });
      await stub.steer('POST', 'gate', { at: 'after_billing' });
      const run = (...args: string[]) => weighbridge(args, { cwd: folder.path }).done.then(answerOf);
      const { key } = await run('keys', 'create', 'caller', '--json');
      const answer = fetch(`${gateway.url}/v1/embeddings`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'text-embedding-3-small', input: 'paid for' }),
      });
      await until('the call is out', async () => (await stub.steer('GET', 'stats')).held === 1);
      gateway.running.child.stderr?.destroy();
      // Each is a line of the log, which nobody reads.
      for (let line = 0; line < 3; line++) expect((await fetch(`${gateway.url}/v1/models`)).status).toBe(401);
      gateway.running.child.kill('SIGINT');
      await stub.steer('DELETE', 'gate');
      expect((await answer).status).toBe(200);
      expect((await gateway.running.done).code).toBe(0);
      gateway = undefined;
    } finally {
      await stub.stop();
    }
  },
);

test(
  'a mode without a usable provider, another secret than the last, and a misspelt variable are told at the start',
  MINUTE,
  async () => {
    const real = { WEIGHBRIDGE_MODE: 'real', WEIGHBRIDGE_SECRET: 'the secret of the first start' };
    gateway = await startGateway(folder.path, { ...QUIET, ...real });
    const told = 'Mode "real" needs "openai", which has no API key.';
    const mode = await weighbridge(['mode'], { cwd: folder.path }).done;
    expect(mode).toMatchObject({ code: 0, stdout: expect.stringMatching(/^real /) });
    expect(mode.stderr).toMatch(
      /^warning Mode "real" needs "openai".* Until then every call is refused\.\n$/,
    );
    const first = await gateway.stop('SIGINT');
    expect(first.stderr).toContain(told.replaceAll('"', '\\"'));
    expect(first.stderr).not.toContain('last start');
    gateway = await startGateway(folder.path, {
      ...QUIET,
      WEIGHBRIDGE_SECRET: 'the secret of the second start',
      WEIGHBRIDGE_MOD: 'mock',
    });
    const { stderr } = await gateway.stop('SIGINT');
    expect(stderr).toContain('is not that of the last start.');
    expect(stderr).toContain('WEIGHBRIDGE_MOD means nothing here (did you mean WEIGHBRIDGE_MODE?).');
    gateway = undefined;
  },
);

test('a second gateway on the same data directory is refused', MINUTE, async () => {
  gateway = await startGateway(folder.path, QUIET);
  const { code, stdout, stderr } = await start(['--port', '0', '--json']).done;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(JSON.parse(stderr).error.code).toBe('DATA_DIR_LOCKED');
  expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
});

test(
  'a port in use, a wrong environment and a missing dashboard port are one clear line each',
  MINUTE,
  async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await until('the other program listens', () => server.listening);
    const port = String((server.address() as AddressInfo).port);
    const taken = await start(['--port', port]).done;
    expect(taken).toMatchObject({ code: 1, stdout: '' });
    expect(taken.stderr).toMatch(new RegExp(`^error Port ${port} .* \\[PORT_IN_USE\\]\n$`));
    server.close();
    for (const option of ['--port', '--dashboard-port']) {
      const misused = await start([option, '99999', '--json'], { WEIGHBRIDGE_PORT: '0' }).done;
      expect(misused.code).toBe(2);
      expect(JSON.parse(misused.stderr).error).toMatchObject({
        code: 'USAGE',
        message: `${option} is "99999"; write a whole number from 0 to 65535.`,
      });
    }
    const environment = { WEIGHBRIDGE_PORT: '99999', WEIGHBRIDGE_MODE: 'fast' };
    const wrong = await start(['--json'], environment).done;
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.stderr).error).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/WEIGHBRIDGE_PORT[\s\S]*WEIGHBRIDGE_MODE/),
    });
  },
);

test(
  'the launcher runs the command, and hands over to the Node that the repository brings',
  MINUTE,
  async () => {
    const direct = await launch(LAUNCHER, ['--version'], { cwd: folder.path }).done;
    expect(direct).toMatchObject({ code: 0, stdout: '0.1.0\n' });
    // An older Node is played: the version is all the launcher looks at.
    const older =
      'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.11.0" } });';
    const preload = `data:text/javascript,${encodeURIComponent(older)}`;
    const child = spawn(process.execPath, ['--import', preload, LAUNCHER, 'embed'], { cwd: folder.path });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += String(text);
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    const brought = process.platform === 'linux';
    expect(stderr).toContain(brought ? "missing required argument 'paths'" : 'needs Node 22.19');
    expect(code).toBe(brought ? 2 : 1);
  },
);

test('the repository starts the gateway with the flags that its compiled code is kept for', () => {
  const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const { start, weighbridge } = JSON.parse(manifest).scripts;
  for (const script of [start, weighbridge]) {
    expect(script).toContain(`node ${NODE_FLAGS.join(' ')} apps/cli/bin/weighbridge.mjs`);
  }
});

test('the launcher keeps what is compiled, that of a gateway and its threads as well', MINUTE, async () => {
  const kept = join(folder.path, 'compiled');
  const files = () => readdirSync(kept, { recursive: true }).length;
  const env = { ...QUIET, NODE_COMPILE_CACHE: kept };
  await launch(LAUNCHER, ['--version'], { cwd: folder.path, env }).done;
  const ofOneCommand = files();
  expect(ofOneCommand).toBeGreaterThan(10);
  const args = ['start', '--no-dashboard', '--port', '0'];
  const gateway = launch(LAUNCHER, args, { cwd: folder.path, env });
  await until('the banner', () => gateway.stdout().includes('Ctrl-C'));
  gateway.child.kill('SIGTERM');
  expect((await gateway.done).code).toBe(0);
  expect(files()).toBeGreaterThan(2 * ofOneCommand);
});
