import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CliError } from '../command-line/cli-error.ts';
import { reachableHost } from '../gateway/place.ts';

const HOME = new URL('../../../dashboard/', import.meta.url);
const SERVER = new URL('serve.mjs', HOME);
const BUILT = new URL('.next/standalone/apps/dashboard/server.js', HOME);

/** The dashboard talks to the gateway only; what the gateway keeps secret is not for it. */
const NOT_FOR_THE_DASHBOARD = ['OPENAI_API_KEY', 'WEIGHBRIDGE_SECRET', 'WEIGHBRIDGE_ADMIN_PASSWORD'];

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 3_000;

export function isDashboardBuilt(): boolean {
  return existsSync(SERVER) && existsSync(BUILT);
}

export interface DashboardOptions {
  host: string;
  port: number;
  gatewayUrl: string;
  /** Told once when it ends by itself. */
  onEnd: (reason: string) => void;
  /** The program to run; the built dashboard when left out. */
  server?: URL;
}

export interface Dashboard {
  url: string;
  stop(): Promise<void>;
}

/**
 * Runs the built dashboard as a child process, which ends when this one does. Resolves when it listens.
 * @throws CliError DASHBOARD_FAILED
 */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const env = { ...process.env };
  for (const name of NOT_FOR_THE_DASHBOARD) delete env[name];
  const child = fork(fileURLToPath(options.server ?? SERVER), [], {
    env: {
      ...env,
      NODE_ENV: 'production',
      PORT: String(options.port),
      HOSTNAME: options.host,
      WEIGHBRIDGE_GATEWAY_URL: options.gatewayUrl,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let stopping = false;
  const stop = async () => {
    stopping = true;
    await end(child);
  };
  try {
    await listening(child);
  } catch (cause) {
    await stop();
    throw new CliError({
      code: 'DASHBOARD_FAILED',
      message: `${cause instanceof Error ? cause.message : String(cause)} The gateway goes on without it.`,
      facts: { port: options.port },
      cause,
    });
  }
  child.once('exit', (code, signal) => {
    if (!stopping) options.onEnd(signal ?? `exit code ${code}`);
  });
  return { url: `http://${reachableHost(options.host)}:${options.port}`, stop };
}

/** Resolves when the child says that it listens; rejects with its own words when it cannot. */
function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`The dashboard did not start within ${START_TIMEOUT_MS / 1000} s.`)),
      START_TIMEOUT_MS,
    );
    const settle = (outcome: () => void) => {
      clearTimeout(late);
      child.off('message', onMessage);
      child.off('exit', onExit);
      outcome();
    };
    const onMessage = (message: unknown) => {
      if (typeof message !== 'object' || message === null || !('type' in message)) return;
      if (message.type === 'listening') settle(resolve);
      const reason = 'message' in message ? String(message.message) : 'The dashboard did not start.';
      if (message.type === 'failed') settle(() => reject(new Error(reason)));
    };
    const onExit = (code: number | null, signal: string | null) =>
      settle(() => reject(new Error(`The dashboard ended at once (${signal ?? `exit code ${code}`}).`)));
    child.on('message', onMessage);
    child.once('exit', onExit);
    child.once('error', (error) => settle(() => reject(error)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(late);
}
