import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openPipeline, pipelineStatus } from '../src/index.ts';
import { surroundings, temporaryFolder } from './harness.ts';

const run = promisify(execFile);
const at = surroundings();
const folder = join(import.meta.dirname, '..');

it('the README’s example stands there as it is, and takes chunks all the way to an answer', async () => {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const example = join(folder, 'examples/pipeline.ts');
  expect(/^```ts examples\/pipeline.ts\n([\s\S]*?)^```/m.exec(readme)?.[1]).toBe(
    readFileSync(example, 'utf8'),
  );

  const { admin, url, project, stub } = at();
  // The mock’s vectors, in which similar texts are near.
  await admin.trpc.providers.setMode.mutate({ mode: 'mock' });
  const { key } = await project('example');
  const path = join(temporaryFolder(), 'pipeline.db');
  const env = {
    PATH: process.env.PATH,
    WEIGHBRIDGE_URL: url,
    WEIGHBRIDGE_KEY: key,
    WEIGHBRIDGE_PIPELINE_DB: path,
  };
  const first = await run(process.execPath, [example], { env });
  expect(first.stdout).toBe('stored 3 failed 0\nnearest: Then the driver pays the toll.\n');
  const { items } = await admin.trpc.spend.ledger.query({ correlationId: 'upload-17' });
  expect(items).toMatchObject([{ kind: 'free', inputs: 3 }]);
  // A second run stores nothing, and finds the same.
  const second = await run(process.execPath, [example], { env });
  expect(second.stdout).toBe('stored 0 failed 0\nnearest: Then the driver pays the toll.\n');
  expect(stub.stats().billedRequests).toBe(0);

  const database = openPipeline(path);
  expect(pipelineStatus(database)).toMatchObject({ jobs: { embeddings_stored: 1 }, dueAt: null });
  const now = Date.now();
  database.exec("UPDATE chunks SET state = 'embedding_queued' WHERE ordinal = 0");
  // Due since before anybody remembers is due now.
  expect(pipelineStatus(database, now).dueAt).toBe(new Date(now).toISOString());
  database.close();
});
