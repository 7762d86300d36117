/**
 * How long the gateway's thread is held at a time by hostile and by large requests: the CPU time of the longest turn of
 * its event loop. CPU time, so that other work on the machine is not counted.
 *
 *     pnpm bench:turns [--runs 5] [--only text] [--profile] [--save]
 *
 * The gateway runs here, its client and the stand-in for OpenAI in a process of their own. `--only` takes the requests
 * whose name has that text; `--profile` says what each longest turn went by, and makes it longer.
 */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig, startGateway } from '@weighbridge/gateway';
import { saveResult } from './results.ts';
import { median } from './throughput/figures.ts';
import { forkHere } from './throughput/processes.ts';
import { profileTurns, watchTurns } from './turns/longest-turn.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    profile: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
});
const client = forkHere('../turns/client.ts', { BENCH_RUNS: values.runs, BENCH_ONLY: values.only }, []);
const { baseUrl } = await heard<{ baseUrl: string }>();
const dataDir = mkdtempSync(join(tmpdir(), 'weighbridge-bench-'));
const config = loadConfig(
  {
    WEIGHBRIDGE_PORT: '0',
    WEIGHBRIDGE_DATA_DIR: dataDir,
    OPENAI_API_KEY: 'sk-bench',
    OPENAI_BASE_URL: baseUrl,
  },
  '/',
);
const gateway = await startGateway(config, { logDestination: { write: () => undefined } });
client.send({ url: gateway.url, token: readFileSync(join(dataDir, 'cli.token'), 'utf8').trim() });

const longest = new Map<string, { answer: string; turns: number[] }>();
for (;;) {
  const { name, megabytes } = await heard<{ name?: string; megabytes: number }>();
  if (name === undefined) break;
  const profiled = values.profile ? await profileTurns() : undefined;
  const ended = watchTurns();
  client.send('go');
  const { answer } = await heard<{ answer: string }>();
  const turn = await ended();
  if (profiled) console.log(name, turn.cpuMs.toFixed(1), await profiled(turn));
  const title = `${name}, ${megabytes.toFixed(1)} MB`;
  const row = longest.get(title) ?? { answer, turns: [] };
  row.turns.push(turn.cpuMs);
  longest.set(title, row);
  client.send('go on');
}
const rows = [...longest].map(([request, { answer, turns }]) => ({
  request,
  answer,
  'least ms': Math.round(Math.min(...turns)),
  'median ms': Math.round(median(turns)),
  'most ms': Math.round(Math.max(...turns)),
}));
console.table(rows);
if (values.save) saveResult('turns', rows);
client.send('end');
await gateway.close();
rmSync(dataDir, { recursive: true, force: true });

async function heard<T>(): Promise<T> {
  const [message] = await once(client, 'message');
  return message;
}
