import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { type Client, clientOf } from './harness.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export interface GatewayProcess {
  child: ChildProcess;
  output(): string;
  errors(): string;
  /** Exit code or signal, once it has ended. */
  ended: Promise<number | NodeJS.Signals | null>;
}

/** Runs `src/main.ts` with nothing in its environment but what is given. `limits` are shell commands before it. */
export function runGateway(env: Record<string, string>, limits = ''): GatewayProcess {
  const command = `${limits ? `${limits}; ` : ''}exec "$0" "$1"`;
  const child = spawn('/bin/sh', ['-c', command, process.execPath, MAIN], {
    env: { WEIGHBRIDGE_PORT: '0', NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, output: () => output, errors: () => errors, ended };
}

/** Waits until it listens, and signs in by the token file. */
export async function clientOfProcess(
  { errors }: GatewayProcess,
  dataDir: string,
): Promise<{ admin: Client; url: string; token: string }> {
  const path = join(dataDir, 'gateway.json');
  await expect.poll(() => existsSync(path) || errors(), { timeout: 30_000 }).toBe(true);
  const { url } = JSON.parse(readFileSync(path, 'utf8')) as { url: string };
  const token = readFileSync(join(dataDir, 'cli.token'), 'utf8').trim();
  return { admin: clientOf(url, token), url, token };
}
