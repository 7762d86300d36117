import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type WeighbridgeClient } from '@weighbridge/client';
import { loadConfig, startGateway } from '@weighbridge/gateway';
import { type Stub, startStub } from '@weighbridge/openai-stub';
import type { Database } from 'better-sqlite3';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { createSchema, openPipeline } from '../src/index.ts';

export interface Surroundings {
  stub: Stub;
  url: string;
  admin: WeighbridgeClient;
  /** A client of a project of its own, so that no test finds what another has paid for. */
  project(name: string): Promise<{ id: string; client: WeighbridgeClient; key: string }>;
}

export function temporaryFolder(undo: (cleanup: () => void) => void = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'weighbridge-worker-'));
  undo(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A fresh pipeline's database. */
export function pipelineDatabase(): { database: Database; path: string } {
  const path = join(temporaryFolder(), 'pipeline.db');
  const database = openPipeline(path, { create: true });
  createSchema(database);
  onTestFinished(() => void database.close());
  return { database, path };
}

/** One gateway in real mode over a stub, for all tests of a file. */
export function surroundings(): () => Surroundings {
  let opened: Surroundings | undefined;
  const cleanups: (() => unknown)[] = [];
  beforeAll(async () => {
    const stub = await startStub();
    cleanups.push(() => stub.close());
    const dataDir = temporaryFolder((cleanup) => cleanups.push(cleanup));
    const gateway = await startGateway(
      loadConfig(
        {
          WEIGHBRIDGE_PORT: '0',
          WEIGHBRIDGE_DATA_DIR: dataDir,
          WEIGHBRIDGE_LOG_LEVEL: 'silent',
          WEIGHBRIDGE_MODE: 'real',
          OPENAI_API_KEY: 'sk-worker-tests',
          OPENAI_BASE_URL: stub.baseUrl,
        },
        '/',
      ),
      { retry: { baseDelayMs: 1, maxDelayMs: 5 } },
    );
    cleanups.push(() => gateway.close());
    const token = readFileSync(join(dataDir, 'cli.token'), 'utf8').trim();
    const admin = createClient({ url: gateway.url, token });
    opened = { stub, url: gateway.url, admin, project: (name) => projectOf(admin, name) };
  });
  afterAll(async () => {
    for (const cleanup of cleanups.reverse()) await cleanup();
  });
  return () => {
    if (!opened) throw new Error('Only tests and hooks may use it.');
    return opened;
  };
}

export async function projectOf(admin: WeighbridgeClient, name: string) {
  const { id } = await admin.trpc.projects.create.mutate({ name });
  const { key } = await admin.trpc.keys.create.mutate({ name, project: id });
  return { id, key, client: createClient({ url: admin.url, key, retries: 0 }) };
}
