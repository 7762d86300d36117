/**
 * How long the gateway's thread is held at a time by hostile and by large requests: the CPU time of the longest turn of
 * its event loop. CPU time, so that other work on the machine is not counted.
 *
 *     pnpm bench:turns [--save]
 *
 * The gateway runs here in mock mode, its clients in a thread of their own.
 */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { createTokenizer } from '@weighbridge/embeddings';
import { loadConfig, startGateway } from '@weighbridge/gateway';
import { saveResult } from './results.ts';

const MODEL = 'text-embedding-3-small';

interface Ask {
  name: string;
  input: unknown;
  project?: string;
}

if (isMainThread) await conduct();
else await client(workerData);

async function conduct(): Promise<void> {
  const { values } = parseArgs({ options: { save: { type: 'boolean', default: false } } });
  const dataDir = mkdtempSync(join(tmpdir(), 'weighbridge-bench-'));
  const config = loadConfig({ WEIGHBRIDGE_PORT: '0', WEIGHBRIDGE_DATA_DIR: dataDir }, '/');
  const gateway = await startGateway(config, { logDestination: { write: () => undefined } });
  const token = readFileSync(join(dataDir, 'cli.token'), 'utf8').trim();
  const clients = new Worker(new URL(import.meta.url), { workerData: { url: gateway.url, token } });
  const rows = [];
  for (;;) {
    const [name] = await once(clients, 'message');
    if (name === undefined) break;
    const turns = watchTurns();
    clients.postMessage('go');
    const [answer] = await once(clients, 'message');
    rows.push({ request: name, answer, 'longest turn, CPU ms': Math.round(turns.longest()) });
  }
  console.table(rows);
  if (values.save) saveResult('turns', rows);
  await clients.terminate();
  await gateway.close();
  rmSync(dataDir, { recursive: true, force: true });
}

/** Looks at the thread's CPU time in every turn. */
function watchTurns() {
  let longest = 0;
  let last = cpuMs();
  let isOn = true;
  const look = () => {
    const now = cpuMs();
    longest = Math.max(longest, now - last);
    last = now;
    if (isOn) setImmediate(look);
  };
  setImmediate(look);
  return {
    longest() {
      isOn = false;
      return longest;
    },
  };
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

async function client({ url, token }: { url: string; token: string }): Promise<void> {
  const { key } = (await trpc('keys.create', { name: 'bench' })) as { key: string };
  for (const { name, input } of asks()) {
    const body = JSON.stringify({ model: MODEL, encoding_format: 'base64', input });
    const said = once(parentPort as NonNullable<typeof parentPort>, 'message');
    parentPort?.postMessage(`${name}, ${(Buffer.byteLength(body) / 1e6).toFixed(1)} MB`);
    await said;
    const response = await fetch(`${url}/v1/embeddings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body,
    });
    const text = await response.text();
    parentPort?.postMessage(response.ok ? '200' : `${response.status} ${JSON.parse(text).error.code}`);
  }
  parentPort?.postMessage(undefined);

  async function trpc(procedure: string, input: object): Promise<unknown> {
    const response = await fetch(`${url}/trpc/${procedure}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return ((await response.json()) as { result: { data: unknown } }).result.data;
  }
}

function* asks(): Generator<Ask> {
  const tokenizer = createTokenizer();
  const repeat = (count: number, unit: string) => Array.from({ length: count }, (_, at) => `${at} ${unit}`);
  yield { name: 'warm', input: repeat(64, 'the truck crosses the bridge') };
  yield { name: '2,048 texts of 140 tokens', input: repeat(2048, 'the truck crosses a bridge '.repeat(26)) };
  yield { name: '34 texts of 8 kB of slashes', input: repeat(34, '/'.repeat(8000)) };
  yield { name: '2,048 texts of 8 kB of one letter', input: repeat(2048, 'ab'.repeat(200)) };
  yield { name: 'one text of a million letters', input: 'a'.repeat(1e6) };
  yield { name: 'one text of 20 million letters', input: 'a'.repeat(2e7) };
  yield { name: 'one text of 20 million blanks', input: ' '.repeat(2e7) };
  yield { name: 'one text of 15 million ideographs', input: '中'.repeat(15e6) };
  yield { name: 'one text of a million slashes', input: '/'.repeat(1e6) };
  yield { name: '34,000 texts', input: repeat(34_000, 'the truck crosses a bridge '.repeat(30)) };
  const ids = [...tokenizer.encode('the truck crosses a bridge '.repeat(30))];
  yield {
    name: '2,048 lists of token ids',
    input: Array.from({ length: 2048 }, (_, at) => [...ids.slice(10), at % 100]),
  };
  const slashes = [...tokenizer.encode('/'.repeat(8191 * 64)).slice(0, 8191)];
  yield { name: 'token ids of half a million slashes', input: [slashes] };
  yield { name: '10 million token ids in one list', input: Array.from({ length: 1e7 }, (_, at) => at % 9) };
  yield {
    name: '10 million token ids in 1,250 lists',
    input: Array.from({ length: 1250 }, () => Array.from({ length: 8000 }, (_, at) => at % 9)),
  };
}
