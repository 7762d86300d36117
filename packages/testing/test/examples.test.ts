import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

const run = promisify(execFile);
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const CLI = at('../../../apps/cli/src/main.ts');
const require = createRequire(import.meta.url);

let folder: string;
let temporary: string;
let env: Record<string, string>;

beforeAll(() => {
  // `weighbridge` as it stands on a path, and a temporary folder in which nothing may be left.
  folder = mkdtempSync(join(tmpdir(), 'weighbridge-examples-'));
  const bin = join(folder, 'weighbridge');
  temporary = mkdtempSync(join(folder, 'tmp-'));
  writeFileSync(bin, `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`);
  chmodSync(bin, 0o755);
  const { VITEST: _, NODE_ENV: __, ...inherited } = process.env as Record<string, string>;
  env = { ...inherited, PATH: `${folder}${delimiter}${process.env.PATH}`, CI: '1', TMPDIR: temporary };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const left = () => readdirSync(temporary).filter((name) => name.startsWith('weighbridge-mock-'));
afterEach(() => expect(left()).toEqual([]));

it('vitest: one gateway for the run, by globalSetup', async () => {
  const vitest = join(require.resolve('vitest/package.json'), '../vitest.mjs');
  const { stdout } = await run(
    process.execPath,
    [vitest, 'run', '--config', at('../examples/vitest/vitest.config.ts')],
    {
      cwd: at('../examples/vitest'),
      env,
    },
  );
  expect(stdout).toMatch(/Tests.*2 passed/);
});

it('Playwright: one command as a web server, with a key that both know', async () => {
  const playwright = join(require.resolve('@playwright/test/package.json'), '../cli.js');
  const { stdout } = await run(process.execPath, [playwright, 'test'], {
    cwd: at('../examples/playwright'),
    env,
  });
  expect(stdout).toContain('1 passed');
});

it('weighbridge mock: says where it is, ends at a signal and leaves nothing behind', async () => {
  const child = spawn(process.execPath, [CLI, 'mock', '--json'], { env });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  await expect.poll(() => stdout, { timeout: 30_000 }).toMatch(/\n}\n$/);
  const mock = JSON.parse(stdout) as { openaiBaseUrl: string; key: string; env: Record<string, string> };
  const response = await fetch(`${mock.openaiBaseUrl}/models`, {
    headers: { authorization: `Bearer ${mock.key}` },
  });
  expect(response.status).toBe(200);
  expect(mock.env).toMatchObject({ OPENAI_BASE_URL: mock.openaiBaseUrl, WEIGHBRIDGE_KEY: mock.key });
  const ended = new Promise((resolve) => child.once('close', resolve));
  expect(left()).toHaveLength(1);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
