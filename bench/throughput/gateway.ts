/** A gateway as a process of its own, in real mode, with two budgets and a key. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, startGateway } from '@weighbridge/gateway';
import { askAsOwner } from '../ask.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'weighbridge-bench-'));
const config = loadConfig(
  {
    WEIGHBRIDGE_PORT: '0',
    WEIGHBRIDGE_DATA_DIR: dataDir,
    WEIGHBRIDGE_MODE: 'real',
    WEIGHBRIDGE_LOG_LEVEL: 'info',
    OPENAI_API_KEY: 'sk-bench',
    OPENAI_BASE_URL: process.env.BENCH_BASE_URL ?? '',
  },
  '/',
);
const gateway = await startGateway(config, { logDestination: { write: () => undefined } });
const token = readFileSync(join(dataDir, 'cli.token'), 'utf8').trim();
const owner = { url: gateway.url, token };
for (const scope of ['global', 'project:default']) {
  await askAsOwner(owner, 'budgets.create', { scope, window: 'day', limitUsd: '1000' });
}
const { key } = await askAsOwner<{ key: string }>(owner, 'keys.create', { name: 'bench' });

let cpu = process.cpuUsage();
process.on('message', async (message) => {
  if (message === 'begin') {
    cpu = process.cpuUsage();
  } else if (message === 'usage') {
    const { user, system } = process.cpuUsage(cpu);
    process.send?.({ cpuSeconds: (user + system) / 1e6, peakRssMb: process.resourceUsage().maxRSS / 1024 });
  } else {
    await gateway.close();
    rmSync(dataDir, { recursive: true, force: true });
    process.disconnect();
  }
});
process.send?.({ gatewayUrl: gateway.url, gatewayKey: key });
