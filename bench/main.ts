/**
 * Every benchmark, one after the other, and then the page that shows them. About twenty minutes on a quiet machine.
 *
 *     pnpm bench [--only throughput,latency]
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const BENCHES: Readonly<Record<string, readonly string[]>> = {
  count: ['count.ts'],
  throughput: ['throughput/main.ts', '--save'],
  latency: ['latency.ts', '--save'],
  cost: ['cost.ts', '--save'],
  growth: ['growth.ts', '--save'],
  ledger: ['ledger.ts'],
  turns: ['turns.ts'],
  queries: ['queries/main.ts'],
  report: ['report.ts'],
};

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const chosen = values.only?.split(',') ?? Object.keys(BENCHES);
for (const name of chosen) {
  const [script, ...args] = BENCHES[name] ?? [];
  if (script === undefined) {
    console.error(`There is no benchmark "${name}". There are: ${Object.keys(BENCHES).join(', ')}.`);
    process.exit(2);
  }
  console.log(`\n── ${name}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, script), ...args], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
