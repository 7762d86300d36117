import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const GATEWAY = fileURLToPath(new URL('../../../apps/gateway/src/main.ts', import.meta.url));
const WORKER = fileURLToPath(new URL('./worker-process.ts', import.meta.url));

export interface Running {
  child: ChildProcess;
  ended: Promise<number | NodeJS.Signals | null>;
  errors(): string;
}

function run(script: string, args: readonly string[], env: Record<string, string>): Running {
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  return { child, ended, errors: () => errors };
}

export async function kill({ child, ended }: Running, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  child.kill(signal);
  await ended;
}

/** A gateway as a process of its own, so that it can be killed; resolves when it is ready. */
export async function runGateway(url: string, env: Record<string, string>): Promise<Running> {
  const running = run(GATEWAY, [], {
    WEIGHBRIDGE_PORT: new URL(url).port,
    WEIGHBRIDGE_LOG_LEVEL: 'silent',
    ...env,
  });
  for (let tries = 0; ; tries++) {
    const up = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return running;
    if (tries > 400 || running.child.exitCode !== null) throw new Error(`No gateway: ${running.errors()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A worker as a process of its own, draining a database. */
export function runWorker(options: {
  path: string;
  url: string;
  key: string;
  workerId: string;
  leaseMs: number;
  batch: number;
}): Running {
  return run(WORKER, [JSON.stringify(options)], {});
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
