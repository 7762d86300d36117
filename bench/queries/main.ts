/**
 * What the dashboard asks, over a ledger of millions of entries, through the stores and their reader thread.
 *
 *     pnpm bench:queries [--entries 5000000] [--data <dir, kept and used again>]
 *
 * Each query is asked for with other parameters each time. `p95` is wall time, which includes waiting for a core on a busy
 * machine; `CPU p95` is what this process used of one, message to the reader and back included.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStores, type Stores } from '@weighbridge/db';
import { windowAt } from '@weighbridge/embeddings';
import { writeLedger, YEAR_MS } from './ledger.ts';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '5000000' },
    data: { type: 'string' },
    rounds: { type: 'string', default: '60' },
  },
});
const ENTRIES = Number(values.entries);
const ROUNDS = Number(values.rounds);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const END = Date.parse('2026-11-20T15:37:00Z');

const dataDir = values.data ?? mkdtempSync(join(tmpdir(), 'weighbridge-queries-'));
const began = performance.now();
await writeLedger(dataDir, ENTRIES, END);
console.log(
  `${ENTRIES.toLocaleString('en')} entries in ${((performance.now() - began) / 1000).toFixed(0)} s\n`,
);
const stores = await openStores({ dataDir, clock: { now: () => END }, newId: (prefix) => `${prefix}_read` });

let seed = 1;
const random = (below: number) => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
  return seed % below;
};
const hours = (count: number) =>
  Array.from(
    { length: count + 1 },
    (_, index) => Math.floor(END / HOUR) * HOUR + HOUR - (count - index) * HOUR,
  );
function windows(window: 'day' | 'week' | 'month', count: number, timeZone = 'Europe/Berlin'): number[] {
  const bounds = (at: number) => windowAt({ window, timeZone, resetTime: '00:00' }, at);
  const edges = [bounds(END).end ?? END];
  for (let index = 0; index < count; index += 1) edges.unshift(bounds((edges[0] ?? 0) - 1).start);
  return edges;
}
const edges = {
  '24 h by hour': hours(24),
  '7 days by hour': hours(168),
  '30 days by day, Berlin': windows('day', 30),
  '92 days by day, Berlin': windows('day', 92),
  '12 months by week, Berlin': windows('week', 53),
  '12 months by week, Kolkata': windows('week', 53, 'Asia/Kolkata'),
  '12 months by month, Berlin': windows('month', 12),
};
const month = { from: END - 30 * DAY, to: END + 1 };
const year = { from: END - YEAR_MS, to: END + 1 };
const project = () => ({ projectId: `project-${random(40)}` });
const tag = () => ({ tag: `tag-${random(30)}` });
const page = { after: 0, limit: 25, order: 'newest' as const };
const lines = (filter: object) => stores.spend.lines({ ...page, ...filter });

const known = await stores.spend.lines({ after: random(ENTRIES), limit: 200 });
const someLine = () => known.items[random(known.items.length)];

const queries: Record<string, () => Promise<unknown>> = {
  'summary: today and this month': () =>
    Promise.all([
      stores.spend.summary({ from: Math.floor(END / DAY) * DAY, to: END + DAY }),
      stores.spend.summary({ from: Date.parse('2026-11-01T00:00:00Z'), to: END + DAY }),
    ]),
  ...Object.fromEntries(
    Object.entries(edges).flatMap(([name, of]) => [
      [`series: ${name}`, () => stores.spend.series(of, {})],
      [`series: ${name}, a tag`, () => stores.spend.series(of, tag())],
      [`series: ${name}, a project`, () => stores.spend.series(of, project())],
    ]),
  ),
  ...Object.fromEntries(
    (['project', 'provider', 'model', 'key', 'tag'] as const).flatMap((by) => [
      [`breakdown: 30 days by ${by}`, () => stores.spend.breakdown(month, by)],
      [`breakdown: 12 months by ${by}`, () => stores.spend.breakdown(year, by)],
    ]),
  ),
  'breakdown: 12 months by model, a project': () =>
    stores.spend.breakdown({ ...year, ...project() }, 'model'),
  'breakdown: 12 months by tag, a project': () => stores.spend.breakdown({ ...year, ...project() }, 'tag'),
  'breakdown: 12 months by key, a tag': () => stores.spend.breakdown({ ...year, ...tag() }, 'key'),
  'breakdown: 30 days by tag, a key': () => stores.spend.breakdown({ ...month, keyId: 'key-0-0' }, 'tag'),
  'breakdown: 12 months by tag, a key': () => stores.spend.breakdown({ ...year, keyId: 'key-0-0' }, 'tag'),
  'what changed since yesterday': async () => {
    const today = { from: Math.floor(END / DAY) * DAY, to: END + 1 };
    const before = { from: today.from - DAY, to: today.to - DAY };
    await Promise.all(
      [today, before].flatMap((range) =>
        (['project', 'model', 'tag'] as const).map((by) => stores.spend.breakdown(range, by)),
      ),
    );
  },
  'ledger: newest': () => lines({}),
  'ledger: deep page': () => lines({ after: 1 + random(ENTRIES) }),
  'ledger: a project': () => lines(project()),
  'ledger: the rarest project': () => lines({ projectId: 'project-39' }),
  'ledger: a key': () => lines({ keyId: `key-${random(40)}-${random(2)}` }),
  'ledger: a tag': () => lines(tag()),
  'ledger: the rare model': () => lines({ model: 'rare' }),
  'ledger: the rare model in a project': () => lines({ model: 'rare', ...project() }),
  'ledger: cut off in a project': () => lines({ kind: 'truncated', ...project() }),
  'ledger: a key and a tag': () => lines({ keyId: `key-${random(40)}-0`, ...tag() }),
  'ledger: uncertain': () => lines({ state: 'uncertain' }),
  'ledger: released in a project': () => lines({ state: 'released', ...project() }),
  'ledger: a rare error': () => lines({ errorCode: 'PROVIDER_RARE' }),
  'ledger: a correlation id': () => lines({ correlationId: someLine()?.correlationId }),
  'ledger: a request id': () => lines({ callId: someLine()?.callId }),
  'ledger: nothing found': () => lines({ projectId: 'nobody' }),
  'metrics: all time by origin': () => stores.spend.origins(),
  'forecast: four weeks by hour': () => stores.spend.series(hours(672), project()),
};

/** Outside the aim: a day of every zone is of 96 quarter hours, and many tags of many keys are many rows a day. */
const slow: Record<string, () => Promise<unknown>> = {
  'series: 12 months by day, Berlin': () => stores.spend.series(windows('day', 365), {}),
  'breakdown: 12 months by tag, the busiest project': () =>
    stores.spend.breakdown({ ...year, projectId: 'project-0' }, 'tag'),
};

const quantile = (times: number[], share: number) =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;

async function measure(query: () => Promise<unknown>, rounds: number) {
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    const from = performance.now();
    await query();
    wall.push(performance.now() - from);
    const used = process.cpuUsage(before);
    cpu.push((used.user + used.system) / 1000);
  }
  return {
    median: Number(quantile(wall, 0.5).toFixed(1)),
    p95: Number(quantile(wall, 0.95).toFixed(1)),
    'CPU p95': Number(quantile(cpu, 0.95).toFixed(1)),
  };
}

async function exported(of: Stores): Promise<number> {
  const from = process.cpuUsage();
  let count = 0;
  let after: number | null = 0;
  while (after !== null && count < 200_000) {
    const read: Awaited<ReturnType<Stores['spend']['lines']>> = await of.spend.lines({ after, limit: 1000 });
    count += read.items.length;
    after = read.cursor;
  }
  const used = process.cpuUsage(from);
  return count / ((used.user + used.system) / 1e6);
}

const rows: Record<string, Awaited<ReturnType<typeof measure>>> = {};
for (const [name, query] of Object.entries(queries)) {
  await query();
  rows[name] = await measure(query, ROUNDS);
}
for (const [name, query] of Object.entries(slow)) rows[name] = await measure(query, 20);
console.table(rows);
console.log(`Export: ${Math.round(await exported(stores)).toLocaleString('en')} lines a CPU second`);
const worst = Object.keys(queries).filter((name) => (rows[name]?.p95 ?? 0) > 50);
console.log(worst.length === 0 ? 'All within 50 ms at p95.' : `Beyond 50 ms at p95: ${worst.join('; ')}`);
await stores.close();
if (values.data === undefined) rmSync(dataDir, { recursive: true, force: true });
