import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

export const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const STUB = fileURLToPath(new URL('../../../packages/openai-stub/src/main.ts', import.meta.url));

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd: string;
  env?: Record<string, string>;
  input?: string;
}

/** What a command answered with `--json`, having had nothing else to say. */
export function answerOf({ code, stdout, stderr }: Finished): ReturnType<typeof JSON.parse> {
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** A command that is running; `done` resolves when it has ended. */
export interface Running {
  child: ChildProcess;
  done: Promise<Finished>;
  stdout(): string;
  stderr(): string;
}

/** Nothing of the surroundings of the test run but what a process needs. */
function environment(extra: Record<string, string> = {}): Record<string, string> {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  return { PATH, NODE_COMPILE_CACHE, HOME: tmpdir(), NO_COLOR: '1', ...extra };
}

export function launch(script: string, args: readonly string[], options: RunOptions): Running {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: options.cwd,
    env: environment(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.end(options.input ?? '');
  const done = new Promise<Finished>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, done, stdout: () => stdout, stderr: () => stderr };
}

/** The command line, as a process of its own. */
export function weighbridge(args: readonly string[], options: RunOptions): Running {
  return launch(MAIN, args, options);
}

/** Waits until something holds; fails with what it waited for. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, timeoutMs = 20_000) {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export interface StubProcess {
  baseUrl: string;
  journal: string;
  /** Steers the stub under `/__stub/`. */
  steer(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

export async function startStub(folder: string): Promise<StubProcess> {
  const journal = join(folder, 'journal.jsonl');
  const running = launch(STUB, ['--port', '0', '--journal', journal], { cwd: folder });
  await until('the stub listens', () => running.stdout().includes('listening on'));
  const baseUrl = running.stdout().trim().split(' ').at(-1) ?? '';
  return {
    baseUrl,
    journal,
    async steer(method, path, body) {
      const response = await fetch(new URL(`/__stub/${path}`, baseUrl), {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(await response.text());
      return (await response.json()) as Record<string, unknown>;
    },
    stop: () => end(running),
  };
}

export interface GatewayProcess {
  url: string;
  started: Record<string, unknown>;
  running: Running;
  /** Waits until it has ended. */
  stop(signal?: NodeJS.Signals): Promise<Finished>;
}

/** `weighbridge start --no-dashboard` on a free port. */
export async function startGateway(cwd: string, env: Record<string, string> = {}): Promise<GatewayProcess> {
  const running = weighbridge(['start', '--no-dashboard', '--port', '0', '--json'], { cwd, env });
  await until(
    'the gateway starts',
    () => running.stdout().includes('\n}\n') || running.child.exitCode !== null,
  );
  if (running.child.exitCode !== null) throw new Error(running.stderr());
  const started = JSON.parse(running.stdout()) as Record<string, unknown>;
  return {
    url: String(started.gatewayUrl),
    started,
    running,
    async stop(signal = 'SIGTERM') {
      running.child.kill(signal);
      return running.done;
    },
  };
}

/** A folder of its own for a test file. */
export function temporaryFolder(name: string): { path: string; remove(): void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), `weighbridge-${name}-`)));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

async function end({ child, done }: Running): Promise<void> {
  child.kill('SIGKILL');
  await done;
}
