import { createClient } from '@weighbridge/client';
import { createWorker, openPipeline } from '../src/index.ts';

const { path, url, key, workerId, leaseMs, batch } = JSON.parse(process.argv[2] ?? '{}');
const database = openPipeline(path);
const worker = createWorker({
  database,
  client: createClient({ url, key, retries: 0 }),
  workerId,
  batchChunks: batch,
  leaseMs,
  pollMs: 50,
});
await worker.run({ mode: 'drain', patienceMs: 60_000 });
database.close();
