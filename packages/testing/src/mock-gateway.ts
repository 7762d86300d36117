import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createClient, type WeighbridgeClient } from '@weighbridge/client';
import { loadConfig, startGateway } from '@weighbridge/gateway';
import { makeFolder, sweepFolders } from './temporary-folder.ts';

export interface MockGatewayOptions {
  /** 0, a free one, when left out. */
  port?: number;
  /** The access key to accept; made up when left out. */
  key?: string;
  logLevel?: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

export interface MockGateway extends AsyncDisposable {
  /** Such as `http://127.0.0.1:39041`. */
  url: string;
  /** What an OpenAI SDK takes as its base URL. */
  openaiBaseUrl: string;
  key: string;
  /** What a program under test needs in its environment to find the gateway, as an OpenAI SDK and as our client. */
  env: { OPENAI_BASE_URL: string; OPENAI_API_KEY: string; WEIGHBRIDGE_URL: string; WEIGHBRIDGE_KEY: string };
  /** By the access key. */
  client: WeighbridgeClient;
  /** As an administrator: budgets, ledger, audit. */
  admin: WeighbridgeClient;
  adminToken: string;
  dataDir: string;
  /** Stops it and removes its files. Calling it again waits for the same end. */
  close(): Promise<void>;
}

/**
 * A gateway in mock mode, in this process, on a free port, over a temporary database: deterministic vectors, exact
 * tokens, the real errors, budgets and ledger, and no network. Gone when it is closed, or when the process exits; what a
 * killed process left, the next start removes.
 * @throws WeighbridgeError PORT_IN_USE, CANNOT_LISTEN
 */
export async function startMockGateway(options: MockGatewayOptions = {}): Promise<MockGateway> {
  const key = options.key ?? `wb_test${randomBytes(12).toString('hex')}`;
  sweepFolders();
  const dataDir = makeFolder();
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  process.once('exit', remove);
  const config = loadConfig(
    {
      WEIGHBRIDGE_PORT: String(options.port ?? 0),
      WEIGHBRIDGE_DATA_DIR: dataDir,
      WEIGHBRIDGE_MODE: 'mock',
      WEIGHBRIDGE_LOG_LEVEL: options.logLevel ?? 'silent',
    },
    dataDir,
  );
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  try {
    gateway = await startGateway(config, {
      forTests: { accessKey: key },
      logDestination: process.stderr,
      drainMs: 2000,
    });
  } catch (error) {
    process.off('exit', remove);
    remove();
    throw error;
  }
  const { url } = gateway;
  const adminToken = readFileSync(join(dataDir, 'cli.token'), 'utf8').trim();
  const openaiBaseUrl = `${url}/v1`;
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= gateway.close().finally(() => {
      process.off('exit', remove);
      remove();
    });
    return closed;
  };
  return {
    url,
    openaiBaseUrl,
    key,
    env: {
      OPENAI_BASE_URL: openaiBaseUrl,
      OPENAI_API_KEY: key,
      WEIGHBRIDGE_URL: url,
      WEIGHBRIDGE_KEY: key,
    },
    client: createClient({ url, key }),
    admin: createClient({ url, token: adminToken }),
    adminToken,
    dataDir,
    close,
    [Symbol.asyncDispose]: close,
  };
}
