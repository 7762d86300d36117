import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { StubStats } from '@weighbridge/openai-stub';
import { FAULTS } from '../scenario/faults.ts';
import { childEnvironment } from './child-environment.ts';

const STUB = fileURLToPath(new URL('./main.ts', import.meta.resolve('@weighbridge/openai-stub')));

const START_TIMEOUT_MS = 30_000;
const IDLE_TIMEOUT_MS = 30_000;

/** The stand-in for OpenAI in a process of its own: its journal is the truth. */
export class StubProcess {
  readonly baseUrl: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, baseUrl: string) {
    this.#child = child;
    this.baseUrl = baseUrl;
  }

  /** Starts it with a spread of latency; faults come with `spoil`. */
  static async start(journal: string, seed: number): Promise<StubProcess> {
    const child = spawn(
      process.execPath,
      [STUB, '--port', '0', '--journal', journal, '--latency', '20-160', '--seed', String(seed)],
      { stdio: ['ignore', 'pipe', 'inherit'], env: childEnvironment() },
    );
    const onExit = () => child.kill('SIGKILL');
    process.once('exit', onExit);
    child.once('exit', () => process.off('exit', onExit));
    return new StubProcess(child, await announcedUrl(child));
  }

  async spoil(seed: number): Promise<void> {
    await this.#control('POST', 'faults', { mode: 'random', probabilities: FAULTS, seed });
  }

  /** Resolves when every request that arrived is in the journal, also those whose client was killed. */
  async idle(): Promise<void> {
    const until = Date.now() + IDLE_TIMEOUT_MS;
    while ((await this.#stats()).undecided > 0) {
      if (Date.now() > until) throw new Error(`The stub was not idle after ${IDLE_TIMEOUT_MS} ms.`);
      await wait(50);
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await exited;
  }

  async #stats(): Promise<StubStats> {
    return (await this.#control('GET', 'stats')) as StubStats;
  }

  async #control(method: string, path: string, body?: object): Promise<unknown> {
    const url = new URL(`/__stub/${path}`, this.baseUrl);
    const response = await fetch(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!response.ok)
      throw new Error(`The stub answered ${response.status} to ${path}: ${await response.text()}`);
    return response.json();
  }
}

function announcedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The stub did not start in ${START_TIMEOUT_MS} ms.`));
    }, START_TIMEOUT_MS);
    let said = '';
    child.stdout?.on('data', (data: Buffer) => {
      said += data.toString('utf8');
      const url = /listening on (\S+)/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The stub ended with code ${code} before it was ready.`));
    });
    child.once('error', reject);
  });
}
