import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, open, stackForFile, test } from './dashboard-test.ts';
import { freePort } from './processes.ts';

const stack = stackForFile();
const SERVE = fileURLToPath(new URL('../serve.mjs', import.meta.url));

test('while the gateway is away the page says so, keeps what it knew, and recovers by itself', async ({
  page,
  complaints,
}) => {
  await open(page, stack());
  await stack().killGateway();
  const alert = page.getByRole('alert').filter({ hasText: 'The gateway is not answering' });
  await expect(alert).toContainText('Start it with');
  await expect(page.getByText('Reconnecting').filter({ visible: true })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Mock' })).toBeChecked();
  await stack().startGateway();
  await expect(alert).toBeHidden({ timeout: 10_000 });
  await expect(page.getByText('Live', { exact: true }).filter({ visible: true })).toBeVisible();
  // The browser logs every 502.
  complaints.splice(0);
});

test('a page opened while the gateway is away waits for it', async ({ page, complaints }) => {
  await open(page, stack());
  await stack().killGateway();
  await page.goto(`${stack().url}/budgets`);
  await expect(page.getByRole('heading', { name: 'No gateway' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'not answering' })).toBeVisible();
  const answer = await page.request.get(`${stack().url}/api/trpc/auth.me`);
  expect(answer.status()).toBe(502);
  expect((await answer.json()).error.data.weighbridge.code).toBe('GATEWAY_UNREACHABLE');
  await stack().startGateway();
  await expect(page.getByRole('heading', { level: 1, name: 'Budgets' })).toBeVisible({ timeout: 10_000 });
  complaints.splice(0);
});

test('a port in use is said in one line, and ends the dashboard with an error', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  // Node itself complains on standard error when a terminal's wishes for colour contradict each other.
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const child = spawn(process.execPath, [SERVE], { env: { ...env, PORT: String(port) } });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(child, 'exit');
  taken.close();
  expect(code).toBe(1);
  expect(said.trim()).toBe(`The dashboard cannot listen on 127.0.0.1:${port}: the port is in use.`);
});

test('a parent that is killed leaves no dashboard behind', async () => {
  const port = await freePort();
  const script = `
    const child = require('node:child_process').fork(${JSON.stringify(SERVE)}, { silent: true });
    child.on('message', (message) => process.stdout.write(message.type));
  `;
  const parent = spawn(process.execPath, ['-e', script], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(parent.stdout, 'data');
    expect(String(line)).toBe('listening');
    expect((await fetch(`http://127.0.0.1:${port}/icon.svg`)).status).toBe(200);
  } finally {
    parent.kill('SIGKILL');
  }
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${port}/icon.svg`).then(
        () => 'up',
        () => 'gone',
      ),
    )
    .toBe('gone');
});
