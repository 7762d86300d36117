import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import type { AppRouter, ErrorDetails } from '@weighbridge/api';
import { type Stub, type StubOptions, startStub } from '@weighbridge/openai-stub';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { type GatewayOptions, loadConfig, type RunningGateway, startGateway } from '../src/index.ts';

/** What the gateway must never write into its log; every test ends by looking. */
export const PROVIDER_KEY = 'sk-provider-0123456789abcdef';
export const ADMIN_PASSWORD = 'the admin password of tests';
export const SECRET = 'the secret that encrypts in tests';

export type Client = ReturnType<typeof clientOf>;

/** A typed client; queries go as POST, since texts do not fit a URL. */
export function clientOf(url: string, token: string | undefined, headers: Record<string, string> = {}) {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({ url: `${url}/trpc`, methodOverride: 'POST', headers: { ...authorization, ...headers } }),
    ],
  });
}

export interface TestGateway extends RunningGateway {
  /** As an administrator, by the token file. */
  admin: Client;
  cliToken: string;
  dataDir: string;
  log: { lines(): Record<string, unknown>[]; text(): string };
  /** Another client, such as of an access key. */
  as(token: string | undefined, headers?: Record<string, string>): Client;
  /** Makes a key in a project and answers the key itself. */
  key(name: string, project?: string, allowFallback?: boolean): Promise<string>;
}

export interface TestGatewayOptions extends GatewayOptions {
  env?: Record<string, string>;
  dataDir?: string;
  /** Real mode, with this stub as OpenAI. */
  stub?: Stub;
}

/** Quick retries, so that faults do not cost seconds; attempts have time, since a busy machine may need it. */
export const QUICK = { baseDelayMs: 1, maxDelayMs: 5, attemptTimeoutMs: 20_000 } as const;

/** Takes what has to be undone, last first. */
type Undo = (cleanup: () => void | Promise<void>) => void;

export function temporaryDirectory(undo: Undo = onTestFinished): string {
  const dir = mkdtempSync(join(tmpdir(), 'weighbridge-test-'));
  undo(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export async function stubFor(options: StubOptions = {}, undo: Undo = onTestFinished): Promise<Stub> {
  const stub = await startStub(options);
  undo(() => stub.close());
  return stub;
}

/** Opens something once for all tests of a file; starting a gateway for each would take most of the time. */
export function shared<T>(open: (undo: Undo) => Promise<T>): () => T {
  const cleanups: (() => void | Promise<void>)[] = [];
  let opened: T | undefined;
  beforeAll(async () => {
    opened = await open((cleanup) => cleanups.push(cleanup));
  });
  afterAll(async () => {
    for (const cleanup of cleanups.reverse()) await cleanup();
  });
  return () => {
    if (opened === undefined) throw new Error('Only tests and hooks may use what is shared.');
    return opened;
  };
}

/** A gateway over real files on a port of its own, closed when the test (or whatever `undo` stands for) is finished. */
export async function gatewayFor(
  options: TestGatewayOptions = {},
  undo: Undo = onTestFinished,
): Promise<TestGateway> {
  const { env = {}, dataDir = temporaryDirectory(undo), stub, ...gatewayOptions } = options;
  const real = stub && {
    OPENAI_API_KEY: PROVIDER_KEY,
    OPENAI_BASE_URL: stub.baseUrl,
    WEIGHBRIDGE_MODE: 'real',
  };
  const config = loadConfig(
    {
      WEIGHBRIDGE_PORT: '0',
      WEIGHBRIDGE_DATA_DIR: dataDir,
      WEIGHBRIDGE_ADMIN_PASSWORD: ADMIN_PASSWORD,
      WEIGHBRIDGE_SECRET: SECRET,
      WEIGHBRIDGE_LOG_LEVEL: 'trace',
      ...real,
      ...env,
    },
    '/',
  );
  const chunks: string[] = [];
  const gateway = await startGateway(config, {
    retry: QUICK,
    logDestination: { write: (line) => void chunks.push(line) },
    ...gatewayOptions,
  });
  const cliToken = readFileSync(join(dataDir, 'cli.token'), 'utf8').trim();
  const admin = clientOf(gateway.url, cliToken);
  const secrets = [PROVIDER_KEY, ADMIN_PASSWORD, SECRET, cliToken];
  const text = () => chunks.join('');
  undo(async () => {
    await gateway.close();
    for (const secret of secrets) expect(text()).not.toContain(secret);
  });
  return {
    ...gateway,
    admin,
    cliToken,
    dataDir,
    log: {
      text,
      lines: () =>
        text()
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
    },
    as: (token, headers) => clientOf(gateway.url, token, headers),
    async key(name, project = 'default', allowFallback = false) {
      const { key } = await admin.keys.create.mutate({ name, project, allowFallback });
      secrets.push(key);
      return key;
    },
  };
}

/** The typed error that a call ends with. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<ErrorDetails & { message: string; status: number }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof TRPCClientError) || !error.data?.weighbridge) throw error;
    return { ...error.data.weighbridge, message: error.message, status: error.data.httpStatus };
  }
  throw new Error('The call was expected to be refused, and was not.');
}

/** Vectors of an answer to `embeddings.embed`, one row an input. */
export function rowsOf(answer: { vectors: string | null; dimensions: number }): Float32Array[] {
  const bytes = Buffer.from(answer.vectors ?? '', 'base64');
  const floats = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return Array.from({ length: floats.length / answer.dimensions }, (_, row) =>
    floats.subarray(row * answer.dimensions, (row + 1) * answer.dimensions),
  );
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
