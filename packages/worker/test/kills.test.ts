import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@weighbridge/client';
import { startStub } from '@weighbridge/openai-stub';
import { expect, it, onTestFinished } from 'vitest';
import { pipelineDatabase, projectOf, temporaryFolder } from './harness.ts';
import { addCollection, countBy, storeChunks } from './pipeline.ts';
import { freePort, kill, type Running, runGateway, runWorker } from './processes.ts';

const CHUNKS = 10_000;
const PER_JOB = 25;

it('two workers, three kill -9, 10,000 chunks: each embedded, each paid once but for the uncertain ones', async () => {
  const stub = await startStub({ latencyMs: [20, 80] });
  onTestFinished(() => stub.close());
  const dataDir = temporaryFolder();
  const url = `http://127.0.0.1:${await freePort()}`;
  const env = {
    WEIGHBRIDGE_DATA_DIR: dataDir,
    WEIGHBRIDGE_MODE: 'real',
    OPENAI_API_KEY: 'sk-kills',
    OPENAI_BASE_URL: stub.baseUrl,
  };
  const alive = new Set<Running>();
  onTestFinished(async () => {
    for (const running of alive) await kill(running);
  });
  const started = (running: Running) => {
    alive.add(running);
    return running;
  };
  let gateway = started(await runGateway(url, env));
  const token = () => readFileSync(join(dataDir, 'cli.token'), 'utf8').trim();
  const { key } = await projectOf(createClient({ url, token: token() }), 'kills');

  const { database, path } = pipelineDatabase();
  addCollection(database, 'corpus', 16);
  for (let job = 0; job < CHUNKS / PER_JOB; job++) {
    const chunks = Array.from({ length: PER_JOB }, (_, at) => `Document ${job}, paragraph ${at}.`);
    storeChunks(database, { jobId: `job-${job}`, collection: 'corpus' }, chunks);
  }

  const worker = (workerId: string) =>
    started(runWorker({ path, url, key, workerId, leaseMs: 1500, batch: 200 }));
  const held = database
    .prepare(`SELECT count(*) FROM embedding_batches WHERE state = 'in_progress' AND worker_id = ?`)
    .pluck();
  const killWithWork = async (running: Running, workerId: string) => {
    await expect.poll(() => held.get(workerId), { timeout: 20_000, interval: 5 }).toBeGreaterThan(0);
    await kill(running);
  };
  const stored = () => countBy(database, 'chunks').embeddings_stored ?? 0;
  const passed = (count: number) =>
    expect.poll(stored, { timeout: 40_000, interval: 20 }).toBeGreaterThan(count);
  const workers = [worker('one'), worker('two')];

  await passed(1000);
  await killWithWork(workers[0]!, 'one');
  workers[0] = worker('three');
  await passed(3500);
  await killWithWork(workers[1]!, 'two');
  workers[1] = worker('four');
  await passed(6000);
  // The gateway with requests out: what they cost is uncertain, and named.
  await kill(gateway);
  alive.delete(gateway);
  gateway = started(await runGateway(url, env));

  for (const one of workers) {
    expect(await one.ended).toBe(0);
    expect(one.errors()).toBe('');
  }
  await stub.idle();

  expect(countBy(database, 'chunks')).toEqual({ embeddings_stored: CHUNKS });
  expect(countBy(database, 'jobs')).toEqual({ embeddings_stored: CHUNKS / PER_JOB });
  const vectors = database.prepare(
    `SELECT count(*) AS n, count(DISTINCT vector) AS distinct_, count(DISTINCT space) AS spaces FROM embedding_buffer`,
  );
  expect(vectors.get()).toEqual({ n: CHUNKS, distinct_: CHUNKS, spaces: 1 });
  expect(
    database.prepare(`SELECT count(*) FROM embedding_batches WHERE state = 'in_progress'`).pluck().get(),
  ).toBe(0);
  expect(
    database.prepare(`SELECT count(*) FROM embedding_batches WHERE state = 'expired'`).pluck().get(),
  ).toBeGreaterThan(0);

  // Whatever was billed twice was out when the gateway died, and the ledger says so.
  const admin = createClient({ url, token: token() });
  const { items } = await admin.trpc.spend.ledger.query({ state: 'uncertain', limit: 500 });
  const uncertain = new Set(items.map(({ correlationId }) => correlationId));
  const payers = new Map<string, string[]>();
  for (const { sha256, clientRequestId, billedTokens } of stub.journal.entries()) {
    if (billedTokens === 0) continue;
    for (const hash of sha256) payers.set(hash, [...(payers.get(hash) ?? []), clientRequestId ?? '']);
  }
  expect(payers.size).toBe(CHUNKS);
  const unexplained = [...payers.values()].filter(
    ([first = '', ...again]) => again.length > 1 || (again.length === 1 && !uncertain.has(first)),
  );
  expect(unexplained).toEqual([]);
  await kill(gateway, 'SIGTERM');
  alive.delete(gateway);
}, 60_000);
