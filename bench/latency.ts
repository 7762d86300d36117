/**
 * One text a request: what the gateway adds to a direct call, at a fixed rate whether or not answers come (open loop, so
 * that a stall is seen by all that were due meanwhile), and how many cached texts a second it answers.
 *
 *     pnpm bench:latency [--rate 200] [--seconds 5] [--rounds 5] [--latency 0] [--save]
 *
 * Each text is new: the gateway counts it, looks it up, holds its cost durably, sends it on, inspects, keeps and settles.
 * Direct and through the gateway alternate; both use the same client. The disk's fsync stands beside.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Agent, request } from 'undici';
import { saveResult } from './results.ts';
import { corpus } from './throughput/corpus.ts';
import { median } from './throughput/figures.ts';
import { Stage } from './throughput/stage.ts';

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    latency: { type: 'string', default: '0' },
    save: { type: 'boolean', default: false },
  },
});
const rate = Number(values.rate);
const perSlice = rate * Number(values.seconds);
const rounds = Number(values.rounds);

const dispatcher = new Agent({ connections: 256 });
await using stage = await Stage.set({ count: 1, seed: 1, latency: Number(values.latency) }, true);
const {
  BENCH_BASE_URL: stubUrl = '',
  BENCH_GATEWAY_URL = '',
  BENCH_GATEWAY_KEY: key = '',
} = stage.environment;
const ways = { direct: stubUrl, gateway: `${BENCH_GATEWAY_URL}/v1` };

for (const base of Object.values(ways)) await slice(base, corpus(2 * rate, 1));
const times: Record<keyof typeof ways, number[][]> = { direct: [], gateway: [] };
for (let round = 0; round < rounds; round++) {
  for (const way of round % 2 === 0 ? (['direct', 'gateway'] as const) : (['gateway', 'direct'] as const)) {
    times[way].push(await slice(ways[way], corpus(perSlice, 2 + round)));
  }
}
const at = (share: number, of: readonly number[][]) =>
  median(of.map((slice) => slice.toSorted((a, b) => a - b)[Math.floor(slice.length * share)] ?? Number.NaN));
const fixed = (ms: number) => Number(ms.toFixed(2));
const rows = [
  ...Object.entries(times).map(([way, of]) => ({
    what: `${rate} a second, ${way}`,
    'p50 ms': fixed(at(0.5, of)),
    'p99 ms': fixed(at(0.99, of)),
    'a second': null,
  })),
  {
    what: 'added by the gateway',
    'p50 ms': fixed(at(0.5, times.gateway) - at(0.5, times.direct)),
    'p99 ms': fixed(at(0.99, times.gateway) - at(0.99, times.direct)),
    'a second': null,
  },
  await cachedRate(),
  fsyncTimes(),
];
console.table(rows);
if (values.save) saveResult('latency', rows);
await dispatcher.close();

/** Milliseconds from when each request was due to its last byte. */
async function slice(base: string, texts: readonly string[]): Promise<number[]> {
  const began = performance.now();
  const answers = texts.map(async (text, index) => {
    const due = began + (index * 1000) / rate;
    await wait(Math.max(1, due - performance.now()));
    await embed(base, text);
    return performance.now() - due;
  });
  return Promise.all(answers);
}

async function embed(base: string, input: string): Promise<void> {
  const { statusCode, body } = await request(`${base}/embeddings`, {
    method: 'POST',
    dispatcher,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'text-embedding-3-small', encoding_format: 'base64', input }),
  });
  const answer = await body.text();
  if (statusCode !== 200) throw new Error(`${statusCode}: ${answer}`);
}

/** As fast as 32 clients can ask, over texts that are all in the cache. */
async function cachedRate() {
  const texts = corpus(perSlice, 2);
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    const until = began + Number(values.seconds) * 1000;
    let answered = 0;
    const client = async (first: number) => {
      for (let next = first; performance.now() < until; next += 7, answered++) {
        await embed(ways.gateway, texts[next % texts.length] as string);
      }
    };
    await Promise.all(Array.from({ length: 32 }, (_, index) => client(index)));
    rates.push((answered / (performance.now() - began)) * 1000);
  }
  return {
    what: 'cached, as fast as it goes',
    'p50 ms': null,
    'p99 ms': null,
    'a second': Math.round(median(rates)),
  };
}

/** What a durable write of one page costs where the databases are. */
function fsyncTimes() {
  const folder = mkdtempSync(join(tmpdir(), 'weighbridge-bench-'));
  const file = openSync(join(folder, 'page'), 'w');
  const taken = Array.from({ length: 300 }, () => {
    const began = performance.now();
    writeSync(file, Buffer.alloc(4096, 1), 0, 4096, 0);
    fdatasyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  rmSync(folder, { recursive: true });
  return {
    what: 'fdatasync of a page',
    'p50 ms': fixed(at(0.5, [taken])),
    'p99 ms': fixed(at(0.99, [taken])),
    'a second': null,
  };
}
