import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from '@weighbridge/api';
import { type GatewayOptions, loadConfig, startGateway } from '@weighbridge/gateway';
import { type Stub, type StubOptions, startStub } from '@weighbridge/openai-stub';
import type { Connection } from './clients/library.ts';

const PROVIDER_KEY = 'sk-provider-of-the-gateway';
const DIRECT_KEY = 'sk-direct-to-the-stub';

/** One request that reached the gateway, by its access log. */
export interface Visit {
  /** Id of the access key, or `nobody`. */
  caller: string;
  path: string;
  status: number;
}

export interface AccessKey extends Connection {
  id: string;
  /** The requests made with this key that are over by now. */
  visits(): Visit[];
}

/** A real gateway over real files, in mock mode or with a stub as OpenAI. */
export interface Place {
  url: string;
  stub: Stub;
  admin: ReturnType<typeof createTRPCClient<AppRouter>>;
  dataDir: string;
  visits(): Visit[];
  /** What the log said at levels above info. */
  complaints(): string[];
  /** An access key of its own, in a project of its own unless named. */
  key(name: string, project?: string): Promise<AccessKey>;
  /** What the stub billed the gateway for; calls made directly left out. */
  journal(): ReturnType<Stub['journal']['entries']>;
  /** The same stub without a gateway between, to compare with. */
  direct: Connection;
  close(): Promise<void>;
}

export interface PlaceOptions extends Pick<GatewayOptions, 'retry' | 'drainMs'> {
  mode: 'mock' | 'real';
  stub?: StubOptions;
}

export async function openPlace({ mode, stub: stubOptions, ...options }: PlaceOptions): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), 'weighbridge-compat-'));
  const stub = await startStub(stubOptions ?? {});
  const config = loadConfig(
    {
      WEIGHBRIDGE_PORT: '0',
      WEIGHBRIDGE_DATA_DIR: dataDir,
      WEIGHBRIDGE_MODE: mode,
      WEIGHBRIDGE_ADMIN_PASSWORD: 'the admin password of tests',
      OPENAI_API_KEY: PROVIDER_KEY,
      OPENAI_BASE_URL: stub.baseUrl,
    },
    '/',
  );
  const visits: Visit[] = [];
  const complaints: string[] = [];
  const write = (line: string) => {
    const { msg, level, caller, path, status } = JSON.parse(line);
    if (msg === 'request') visits.push({ caller, path, status });
    else if (typeof level === 'number' ? level > 30 : !['info', 'debug', 'trace'].includes(level)) {
      complaints.push(line);
    }
  };
  const gateway = await startGateway(config, {
    logDestination: { write },
    ...options,
    // Quick pauses between attempts, so that faults do not cost seconds.
    retry: { baseDelayMs: 1, maxDelayMs: 5, attemptTimeoutMs: 20_000, ...options.retry },
  });
  const token = readFileSync(join(dataDir, 'cli.token'), 'utf8').trim();
  const admin = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${gateway.url}/trpc`,
        methodOverride: 'POST',
        headers: { authorization: `Bearer ${token}` },
      }),
    ],
  });
  return {
    url: gateway.url,
    stub,
    admin,
    dataDir,
    visits: () => [...visits],
    complaints: () => [...complaints],
    async key(name, project) {
      const home = project ?? name;
      if (project === undefined) await admin.projects.create.mutate({ name: home });
      const { id, key } = await admin.keys.create.mutate({ name, project: home });
      return {
        id,
        baseUrl: `${gateway.url}/v1`,
        apiKey: key,
        visits: () => visits.filter(({ caller }) => caller === id),
      };
    },
    journal: () => stub.journal.entries().filter(({ keyLast4 }) => keyLast4 === PROVIDER_KEY.slice(-4)),
    direct: { baseUrl: stub.baseUrl, apiKey: DIRECT_KEY },
    async close() {
      await gateway.close();
      await stub.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
