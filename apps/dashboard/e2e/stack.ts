import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTRPCClient, httpBatchLink, type TRPCClient } from '@trpc/client';
import type { AppRouter } from '@weighbridge/api';
import { type Stub, startStub } from '@weighbridge/openai-stub';
import { freePort, type Running, startDashboard, startGateway } from './processes.ts';

export const PASSWORD = 'correct horse battery';
export const STUB_KEY = 'sk-stand-in-000000001234';

export interface StackOptions {
  /** Gives the gateway OPENAI_API_KEY from its environment. Default: it has no key. */
  keyInEnvironment?: boolean;
  /** More environment for both processes. */
  environment?: Record<string, string>;
  /** A script that is run in place of both, with the path of what it is to run. */
  wrapper?: string;
}

/** An embedding call over HTTP as an OpenAI SDK makes it, and what came back. */
export interface PlainAnswer {
  status: number;
  body: { data?: unknown[]; error?: { code: string; message: string } };
}

/** The whole line: the stand-in for the provider, a real gateway with a data directory of its own, the built dashboard. */
export class Stack {
  readonly url: string;
  readonly gatewayUrl: string;
  readonly stub: Stub;
  readonly api: TRPCClient<AppRouter>;
  gateway: Running;
  dashboard: Running;
  #cookie: string | undefined;
  /** The gateway's. */
  readonly dataDir: string;
  readonly #start: { gateway: () => Promise<Running>; dashboard: () => Promise<Running> };

  private constructor(parts: {
    stub: Stub;
    dataDir: string;
    gateway: Running;
    dashboard: Running;
    ports: { gateway: number; dashboard: number };
    start: { gateway: () => Promise<Running>; dashboard: () => Promise<Running> };
  }) {
    this.stub = parts.stub;
    this.dataDir = parts.dataDir;
    this.gateway = parts.gateway;
    this.dashboard = parts.dashboard;
    this.#start = parts.start;
    this.url = `http://127.0.0.1:${parts.ports.dashboard}`;
    this.gatewayUrl = `http://127.0.0.1:${parts.ports.gateway}`;
    this.api = createTRPCClient<AppRouter>({
      links: [
        httpBatchLink({
          url: `${this.gatewayUrl}/trpc`,
          headers: async () => ({ cookie: await this.cookie() }),
        }),
      ],
    });
  }

  static async start(options: StackOptions = {}): Promise<Stack> {
    const { keyInEnvironment = false, environment = {}, wrapper } = options;
    const stub = await startStub({ apiKeys: [STUB_KEY] });
    const dataDir = mkdtempSync(join(tmpdir(), 'weighbridge-e2e-'));
    const ports = { gateway: await freePort(), dashboard: await freePort() };
    const start = {
      gateway: () =>
        startGateway(
          ports.gateway,
          {
            WEIGHBRIDGE_DATA_DIR: dataDir,
            WEIGHBRIDGE_ADMIN_PASSWORD: PASSWORD,
            WEIGHBRIDGE_LOG_LEVEL: 'warn',
            OPENAI_BASE_URL: stub.baseUrl,
            ...(keyInEnvironment ? { OPENAI_API_KEY: STUB_KEY } : {}),
            ...environment,
          },
          wrapper,
        ),
      dashboard: () =>
        startDashboard(
          ports.dashboard,
          { WEIGHBRIDGE_GATEWAY_URL: `http://127.0.0.1:${ports.gateway}`, ...environment },
          wrapper,
        ),
    };
    const [gateway, dashboard] = await Promise.all([start.gateway(), start.dashboard()]);
    return new Stack({ stub, dataDir, gateway, dashboard, ports, start });
  }

  /** Stops both processes as an administrator would, and starts them again on the same data. */
  async restart(): Promise<void> {
    await Promise.all([this.gateway.end('SIGTERM'), this.dashboard.end('SIGTERM')]);
    [this.gateway, this.dashboard] = await Promise.all([this.#start.gateway(), this.#start.dashboard()]);
  }

  /** Puts an older copy of the database in place, as somebody might by hand, and starts the gateway on it. */
  async putBack(file: string): Promise<void> {
    await this.gateway.end('SIGTERM');
    copyFileSync(file, join(this.dataDir, 'weighbridge.db'));
    await this.startGateway();
  }

  async killGateway(): Promise<void> {
    await this.gateway.end('SIGKILL');
  }

  async startGateway(): Promise<void> {
    this.gateway = await this.#start.gateway();
  }

  async stop(): Promise<void> {
    await Promise.all([this.gateway.end('SIGKILL'), this.dashboard.end('SIGKILL')]);
    await this.stub.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** The session of an administrator, as a Cookie header; it outlives restarts. */
  async cookie(): Promise<string> {
    if (this.#cookie !== undefined) return this.#cookie;
    const answer = await fetch(`${this.gatewayUrl}/trpc/auth.signIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password: PASSWORD }),
    });
    const [pair] = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    if (!answer.ok || !pair) throw new Error(`Could not sign in: ${answer.status} ${await answer.text()}`);
    this.#cookie = pair;
    return pair;
  }

  /** The next cookie is of a new session. */
  forgetSession(): void {
    this.#cookie = undefined;
  }

  /** A key of the default project. */
  async createKey(name: string): Promise<string> {
    return (await this.api.keys.create.mutate({ name })).key;
  }

  /** `POST /v1/embeddings` with an access key. */
  async embed(key: string, input: string | string[]): Promise<PlainAnswer> {
    const answer = await fetch(`${this.gatewayUrl}/v1/embeddings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ model: 'text-embedding-3-small', input }),
    });
    return { status: answer.status, body: (await answer.json()) as PlainAnswer['body'] };
  }
}
