import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DashboardOptions, startDashboard } from './dashboard.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Stands in for the dashboard's server, which speaks the same way over IPC. */
function options(name: string, script: string): DashboardOptions & { ends: string[] } {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, script);
  const ends: string[] = [];
  return {
    host: '0.0.0.0',
    port: 3999,
    gatewayUrl: 'http://127.0.0.1:4100',
    onEnd: (reason) => ends.push(reason),
    server: pathToFileURL(path),
    ends,
  };
}

const LISTENS = "process.send({ type: 'listening' });";
const STAYS = 'setInterval(() => {}, 1000);';

test('it is told where to listen and where the gateway is, and none of its secrets', async () => {
  process.env.OPENAI_API_KEY = 'sk-not-for-the-dashboard';
  const report = join(folder, 'env.json');
  const dashboard = await startDashboard(
    options(
      'env',
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(report)}, JSON.stringify(process.env)); ${LISTENS} ${STAYS}`,
    ),
  );
  delete process.env.OPENAI_API_KEY;
  expect(dashboard.url).toBe('http://127.0.0.1:3999');
  await dashboard.stop();
  const { default: env } = await import(report, { with: { type: 'json' } });
  expect(env).toMatchObject({
    PORT: '3999',
    HOSTNAME: '0.0.0.0',
    WEIGHBRIDGE_GATEWAY_URL: 'http://127.0.0.1:4100',
    NODE_ENV: 'production',
  });
  expect(env).not.toHaveProperty('OPENAI_API_KEY');
});

test('what it says it cannot do is passed on', async () => {
  const failing = options('fails', "process.send({ type: 'failed', message: 'The port is in use.' });");
  await expect(startDashboard(failing)).rejects.toMatchObject({
    code: 'DASHBOARD_FAILED',
    message: 'The port is in use. The gateway goes on without it.',
  });
  await expect(startDashboard(options('ends', 'process.exit(7);'))).rejects.toMatchObject({
    message: expect.stringContaining('exit code 7'),
  });
  expect(failing.ends).toEqual([]);
});

test('that it ended is told once, unless it was stopped', async () => {
  const dies = options('dies', `${LISTENS} setTimeout(() => process.exit(3), 50);`);
  const dead = await startDashboard(dies);
  await expect.poll(() => dies.ends).toEqual(['exit code 3']);
  await dead.stop();
  const stays = options('stays', `${LISTENS} ${STAYS}`);
  await (await startDashboard(stays)).stop();
  expect(stays.ends).toEqual([]);
});

test('one that does not heed the signal is killed', { timeout: 15_000 }, async () => {
  const stubborn = options('stubborn', `process.on('SIGTERM', () => {}); ${LISTENS} ${STAYS}`);
  const dashboard = await startDashboard(stubborn);
  await dashboard.stop();
  expect(stubborn.ends).toEqual([]);
});
