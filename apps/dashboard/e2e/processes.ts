import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const GATEWAY = fileURLToPath(new URL('../../gateway/src/main.ts', import.meta.url));
const DASHBOARD = fileURLToPath(new URL('../serve.mjs', import.meta.url));
const START_MS = 20_000;

/** A process under test, and what it said. */
export interface Running {
  process: ChildProcess;
  output: () => string;
  /** Ends it by a signal and waits until it has gone; it may have ended before. */
  end: (signal: NodeJS.Signals) => Promise<void>;
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

/** Starts a gateway and waits until it takes calls. @param wrapper A script that is run in its place, and runs it. */
export async function startGateway(
  port: number,
  environment: Record<string, string>,
  wrapper?: string,
): Promise<Running> {
  const gateway = run(GATEWAY, { ...environment, WEIGHBRIDGE_PORT: String(port) }, wrapper);
  const ready = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    return answer?.ok ?? false;
  };
  await until(ready, gateway, 'The gateway');
  return gateway;
}

/** Starts the built dashboard and waits until it says that it listens. */
export async function startDashboard(
  port: number,
  environment: Record<string, string>,
  wrapper?: string,
): Promise<Running> {
  const dashboard = run(DASHBOARD, { ...environment, PORT: String(port), HOSTNAME: '127.0.0.1' }, wrapper);
  let listening = false;
  dashboard.process.on('message', (message: { type: string }) => {
    if (message.type === 'listening') listening = true;
  });
  await until(async () => listening, dashboard, 'The dashboard');
  return dashboard;
}

function run(script: string, environment: Record<string, string>, wrapper?: string): Running {
  const child: ChildProcess = spawn(process.execPath, wrapper === undefined ? [script] : [wrapper, script], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Only what is named here: a developer's own key must never reach a test.
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-20_000);
    });
  }
  const exited = once(child, 'exit');
  // A run that is broken off leaves nobody behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  void exited.then(() => process.off('exit', kill));
  return {
    process: child,
    output: () => output,
    end: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
    },
  };
}

async function until(ready: () => Promise<boolean>, running: Running, what: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (!(await ready())) {
    if (running.process.exitCode !== null) throw new Error(`${what} ended at once:\n${running.output()}`);
    if (Date.now() > deadline) {
      await running.end('SIGKILL');
      throw new Error(`${what} did not start in ${START_MS} ms:\n${running.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
