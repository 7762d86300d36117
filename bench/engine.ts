/**
 * Vectors a second through all ten steps of the engine, with the stores the gateway uses, beside the bare `openai` SDK as
 * it comes. Each in a fresh process, alternating, against the stub of OpenAI in a process of its own.
 *
 *     node bench/engine.ts [chunks] [rounds]
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openStores } from '../packages/db/src/index.ts';
import {
  createEngine,
  createMockProvider,
  createOpenAiProvider,
  createTokenCounter,
  createTokenizer,
  derivePoolKey,
} from '../packages/embeddings/src/index.ts';

const MODEL = 'text-embedding-3-small';
/** As many of 200 tokens as one request may hold. */
const A_REQUEST = 1500;
const CONCURRENCY = 8;

interface Measure {
  ms: number;
  cpuSeconds: number;
  peakRssMb: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const [mode = '50000', argument = '5', baseUrl = ''] = process.argv.slice(2);
if (mode === 'bare' || mode === 'engine') {
  const texts = corpus(Number(argument));
  const measure = await (mode === 'bare' ? bare(texts) : throughEngine(texts));
  process.stdout.write(`${JSON.stringify(measure)}\n`);
} else {
  await compare(Number(mode), Number(argument));
}

/** Distinct chunks of some 200 tokens: words of our own documentation in no order, every chunk another. */
function corpus(chunks: number): string[] {
  const words = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/benchmarks.md']
    .flatMap((path) => readFileSync(join(root, path), 'utf8').split(/\s+/))
    .filter((word) => /^[\p{L}\p{P}]{1,14}$/u.test(word));
  let state = 1;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: chunks }, (_, chunk) => {
    const text = Array.from({ length: 132 }, () => words[next(words.length)]);
    return `Chunk ${chunk}: ${text.join(' ')}`;
  });
}

async function timed(work: () => Promise<number>, expected: number): Promise<Measure> {
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  const vectors = await work();
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpuBefore);
  if (vectors !== expected) throw new Error(`${vectors} vectors came back for ${expected} texts.`);
  return { ms, cpuSeconds: (user + system) / 1e6, peakRssMb: process.resourceUsage().maxRSS / 1024 };
}

async function bare(texts: readonly string[]): Promise<Measure> {
  // Resolved where it is a dependency, so it has no types here.
  const requireThere = createRequire(join(root, 'packages/embeddings/package.json'));
  const { OpenAI } = requireThere('openai') as {
    OpenAI: new (options: {
      apiKey: string;
      baseURL: string;
    }) => {
      embeddings: {
        create(body: { model: string; input: string[] }): Promise<{ data: { embedding: number[] }[] }>;
      };
    };
  };
  const client = new OpenAI({ apiKey: 'sk-bench', baseURL: baseUrl });
  await client.embeddings.create({ model: MODEL, input: ['warm'] });
  return timed(async () => {
    const vectors = new Array<number[]>(texts.length);
    let next = 0;
    const lane = async () => {
      while (next < texts.length) {
        const from = next;
        next += A_REQUEST;
        const { data } = await client.embeddings.create({
          model: MODEL,
          input: texts.slice(from, from + A_REQUEST),
        });
        for (const [at, item] of data.entries()) vectors[from + at] = item.embedding;
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, lane));
    return vectors.filter((vector) => vector.length === 1536).length;
  }, texts.length);
}

async function throughEngine(texts: readonly string[]): Promise<Measure> {
  const dataDir = mkdtempSync(join(tmpdir(), 'weighbridge-bench-'));
  const clock = {
    now: () => Date.now(),
    sleep: async (ms: number, signal?: AbortSignal) => void (await wait(ms, undefined, { signal })),
  };
  const newId = (prefix: string) => `${prefix}_${randomUUID()}`;
  const stores = await openStores({ dataDir, clock, newId, initialMode: 'real' });
  const tokenizer = createTokenizer();
  const openai = createOpenAiProvider({ apiKey: 'sk-bench', baseUrl, timeoutMs: 60_000 });
  const mock = createMockProvider({ countTokens: (text) => tokenizer.count(text) });
  const poolKey = derivePoolKey(Buffer.alloc(32, 7), 'default');
  const engine = createEngine({
    ledger: stores.ledger,
    recall: stores.recall,
    quality: stores.quality,
    routing: stores.settings,
    providers: async (id) => (id === 'mock' ? mock : openai),
    counter: createTokenCounter(),
    clock,
    newId,
    poolKey: () => poolKey,
    onError: (error, what) => process.stderr.write(`${what}: ${error}\n`),
    rateLimits: (scopes) => stores.rateLimits.inScopes(scopes),
  });
  const embed = (inputs: readonly string[]) =>
    engine.embed({
      inputs,
      projectId: 'default',
      keyId: null,
      correlationId: randomUUID(),
      allowFallback: false,
      split: true,
    });
  try {
    await embed(['warm']);
    const measure = await timed(async () => {
      const answer = await embed(texts);
      return answer.items.filter((item) => item.vector?.length === 1536).length;
    }, texts.length);
    await engine.drain(30_000);
    return measure;
  } finally {
    await engine.close();
    await stores.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function compare(chunks: number, rounds: number): Promise<void> {
  const stub = spawn(process.execPath, [join(root, 'packages/openai-stub/src/main.ts'), '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const line = String((await stub.stdout.take(1).toArray())[0]);
    const url = /http\S+/.exec(line)?.[0] ?? '';
    const prime = await fetch(new URL('/__stub/prime', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ input: corpus(chunks) }),
    });
    if (!prime.ok) throw new Error(`The stub did not take the corpus: ${await prime.text()}`);
    const measures: Record<'bare' | 'engine', Measure[]> = { bare: [], engine: [] };
    for (let round = 0; round < rounds; round++) {
      for (const name of round % 2 === 0 ? (['bare', 'engine'] as const) : (['engine', 'bare'] as const)) {
        measures[name].push(await inProcess(name, chunks, url));
      }
    }
    report(measures, chunks);
  } finally {
    stub.kill();
  }
}

async function inProcess(name: string, chunks: number, url: string): Promise<Measure> {
  const script = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [...process.execArgv, script, name, String(chunks), url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = (await child.stdout.toArray()).join('');
  return JSON.parse(output) as Measure;
}

function report(measures: Record<'bare' | 'engine', Measure[]>, chunks: number): void {
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] as number;
  const rate = (of: Measure[]) => chunks / (median(of.map(({ ms }) => ms)) / 1000);
  const cpu = (of: Measure[]) => median(of.map(({ cpuSeconds }) => cpuSeconds)) * (100_000 / chunks);
  const rows = Object.fromEntries(
    Object.entries(measures).map(([name, of]) => [
      name,
      {
        'vectors/s': Math.round(rate(of)),
        'x bare': (rate(of) / rate(measures.bare)).toFixed(2),
        'spread, ms': of.map(({ ms }) => Math.round(ms)).join(' '),
        'CPU s / 100 k': cpu(of).toFixed(1),
        'peak RSS MB': Math.round(median(of.map(({ peakRssMb }) => peakRssMb))),
      },
    ]),
  );
  console.log(`${chunks} chunks of about 200 tokens, median of ${measures.bare.length} rounds`);
  console.table(rows);
}
