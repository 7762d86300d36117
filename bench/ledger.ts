/**
 * What the ledger costs on the way of a request: a durable hold, then its settlement, through the writer's thread as the
 * gateway uses it, with few and with many clients at once. Three budgets are in scope. The disk's own write and fsync
 * stands beside, measured in the same run, between the rounds.
 *
 *     pnpm bench:ledger [--seconds 3] [--rounds 3] [--save]
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStores, type Stores } from '@weighbridge/db';
import type { HoldRequest } from '@weighbridge/embeddings';
import { saveResult } from './results.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    save: { type: 'boolean', default: false },
  },
});
const CLIENTS = [1, 64, 256];
const SCOPES = ['global', 'project:default', 'key:bench', 'provider:openai', 'model:text-embedding-3-small'];
/** What one hold's commit writes at least: an entry, its pins, three counters, each on a page, and the log's headers. */
const COMMIT_BYTES = 7 * (4096 + 24);

interface Times {
  hold: number[];
  settle: number[];
}

const dataDir = mkdtempSync(join(tmpdir(), 'weighbridge-bench-ledger-'));
let ids = 0;
const stores = await openStores({
  dataDir,
  clock: { now: Date.now },
  newId: (prefix) => `${prefix}_${ids++}`,
});
try {
  for (const [scope, window] of [
    ['global', 'month'],
    ['project:default', 'day'],
    ['key:bench', 'hour'],
  ] as const) {
    await stores.budgets.create(
      {
        id: scope,
        scope,
        window,
        timeZone: 'UTC',
        resetTime: '00:00',
        limitNanoUsd: 10n ** 15n,
        createdAt: Date.now(),
      },
      { at: Date.now(), actor: 'cli', reason: null, correlationId: null },
    );
  }
  await load(stores, 64, 500);
  const times = new Map(CLIENTS.map((clients) => [clients, { hold: [], settle: [] } as Times]));
  const disk: number[] = [];
  const seconds = new Map<number, number>();
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const clients of CLIENTS) {
      disk.push(...fsyncs());
      const began = performance.now();
      const { hold, settle } = await load(stores, clients, Number(values.seconds) * 1000);
      seconds.set(clients, (seconds.get(clients) ?? 0) + (performance.now() - began) / 1000);
      times.get(clients)?.hold.push(...hold);
      times.get(clients)?.settle.push(...settle);
    }
  }
  const rows = [
    ...CLIENTS.flatMap((clients) => {
      const { hold, settle } = times.get(clients) ?? { hold: [], settle: [] };
      const rate = Math.round(hold.length / (seconds.get(clients) ?? 1));
      return [row(`hold, ${clients} at once`, hold, rate), row(`settle, ${clients} at once`, settle, rate)];
    }),
    row(`write and fdatasync of ${(COMMIT_BYTES / 1024) | 0} kB`, disk, null),
  ];
  console.table(rows);
  const { ok } = await stores.keeping.check({ full: true });
  if (!ok) throw new Error('The books do not balance after the run.');
  if (values.save) saveResult('ledger', rows);
} finally {
  await stores.close();
  rmSync(dataDir, { recursive: true, force: true });
}

/** Clients that hold and settle, one after the other, for so long. Milliseconds until each was durable. */
async function load({ ledger }: Stores, clients: number, ms: number): Promise<Times> {
  const times: Times = { hold: [], settle: [] };
  const until = performance.now() + ms;
  const client = async () => {
    while (performance.now() < until) {
      const request = aHold();
      const asked = performance.now();
      await ledger.hold([request]);
      const held = performance.now();
      await ledger.close([
        {
          id: request.id,
          state: 'settled',
          tokens: request.tokens,
          nanoUsd: request.nanoUsd,
          usage: 'provider',
          providerRequestId: 'req_0123456789abcdef',
          durationMs: 100,
          errorCode: null,
        },
      ]);
      times.hold.push(held - asked);
      times.settle.push(performance.now() - held);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return times;
}

function aHold(): HoldRequest {
  ids += 1;
  return {
    id: `att_${process.pid}_${ids}`,
    callId: `call_${ids}`,
    correlationId: `correlation-${ids}`,
    projectId: 'default',
    keyId: 'bench',
    tags: [],
    mode: 'real',
    provider: 'openai',
    model: 'text-embedding-3-small',
    space: 'openai/text-embedding-3-small/1536',
    batch: 0,
    attempt: 1,
    inputs: 16,
    tokens: 3_200,
    nanoUsd: 64_000n,
    scopes: SCOPES,
  };
}

/** Writes over a file where the database is, each write made durable, as commits write over their log. */
function fsyncs(count = 60): number[] {
  const path = join(dataDir, 'fsync');
  const file = openSync(path, 'w');
  const bytes = Buffer.alloc(COMMIT_BYTES, 7);
  try {
    for (let index = 0; index < count; index++) writeSync(file, bytes);
    fdatasyncSync(file);
    return Array.from({ length: count }, (_, index) => {
      const began = performance.now();
      writeSync(file, bytes, 0, bytes.length, index * bytes.length);
      fdatasyncSync(file);
      return performance.now() - began;
    });
  } finally {
    closeSync(file);
    rmSync(path);
  }
}

function row(what: string, times: readonly number[], rate: number | null) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Number((sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN).toFixed(2));
  return { what, 'p50 ms': at(0.5), 'p99 ms': at(0.99), 'max ms': at(1), 'calls a second': rate };
}
