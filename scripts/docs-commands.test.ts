import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const cli = join(root, 'apps/cli/src/main.ts');

/** The blocks marked `sh tour`, in order; `fails` marks one whose last command is meant to be refused. */
const tourOf = (page: string) =>
  [...page.matchAll(/^```sh tour( fails)?\n([\s\S]*?)^```/gm)].map(([, fails, script = '']) => ({
    fails: fails !== undefined,
    script,
  }));

const tour = tourOf(readme);
const http = tourOf(readFileSync(join(root, 'docs/http.md'), 'utf8'));
const procedures = tourOf(readFileSync(join(root, 'docs/procedures.md'), 'utf8'));
const modes = tourOf(readFileSync(join(root, 'docs/modes.md'), 'utf8'));
const worker = tourOf(readFileSync(join(root, 'packages/worker/README.md'), 'utf8'));

let place: string;
let port: number;
let gateway: ChildProcess;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'weighbridge-tour-'));
  symlinkSync(join(root, 'docs'), join(place, 'docs'));
  port = await freePort();
  const env = { ...process.env, WEIGHBRIDGE_DATA_DIR: join(place, '.weighbridge'), OPENAI_API_KEY: '' };
  gateway = spawn(process.execPath, [cli, 'start', '--no-dashboard', '--port', String(port)], {
    cwd: place,
    env,
    stdio: 'ignore',
  });
  for (let tries = 0; ; tries += 1) {
    const up = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return;
    if (tries > 300 || gateway.exitCode !== null) throw new Error('the gateway did not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}, 60_000);

afterAll(async () => {
  const gone = new Promise((resolve) => gateway.once('exit', resolve));
  gateway.kill('SIGTERM');
  await gone;
  rmSync(place, { recursive: true, force: true });
});

it('has a tour', () => {
  expect(tour.length).toBeGreaterThanOrEqual(6);
});

/** Runs a page's blocks as they are written, in one shell. */
function runTour(blocks: typeof tour): string {
  const steps = blocks.map(({ fails, script }, index) =>
    fails ? `if ( ${script} ); then echo "step ${index} should be refused"; exit 1; fi` : script,
  );
  const script = ['set -euo pipefail', `weighbridge() { "${process.execPath}" "${cli}" "$@"; }`, ...steps]
    .join('\n')
    .replaceAll('http://127.0.0.1:4100', `http://127.0.0.1:${port}`);
  return execFileSync('bash', ['-c', script], {
    cwd: place,
    env: {
      ...process.env,
      WEIGHBRIDGE_DATA_DIR: join(place, '.weighbridge'),
      PATH: `${join(process.execPath, '..')}:${process.env.PATH}`,
    },
    encoding: 'utf8',
    timeout: 120_000,
  });
}

it('runs the README’s tour as it is written', () => {
  const output = runTour(tour);
  expect(output).toContain('"object":"list"');
  expect(existsSync(join(place, 'tour.db'))).toBe(true);
}, 150_000);

it('runs what the page on HTTP shows', () => {
  expect(http.length).toBeGreaterThanOrEqual(6);
  const output = runTour(http);
  expect(output).toContain('x-weighbridge-space: mock/text-embedding-3-small/1536');
  expect(output).toContain('"code":"empty_input"');
  expect(output).toMatch(/^2 4 mock\/text-embedding-3-small\/4 Float32Array\(8\)/m);
  expect(output.trim().endsWith('3.1.1')).toBe(true);
}, 150_000);

it('runs what the worker’s README shows', () => {
  expect(worker).toHaveLength(1);
  const output = runTour(worker);
  expect(output).toMatch(/chunks stored, 0 failed/);
  expect(output).toMatch(/^jobs +\d+ embeddings_stored$/m);
}, 150_000);

it('runs what the pages on procedures and modes show', () => {
  expect(procedures.length).toBeGreaterThanOrEqual(5);
  const output = runTour(procedures);
  expect(output).toContain('"result":{"data":');
  expect(output).toContain('"tags":["team:search"]');
  expect(output).toContain('"type":"hello"');
  expect(modes).toHaveLength(1);
  expect(runTour(modes)).toContain('mock/text-embedding-3-small/1536');
}, 150_000);
