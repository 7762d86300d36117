/**
 * Memory and rate as a job grows: the typed client's stream through a gateway, 10,000, 100,000 and a million chunks of
 * some 200 tokens, each in fresh processes. Peak resident memory of both processes.
 *
 *     pnpm bench:growth [--counts 10000,100000,1000000] [--save]
 */
import { parseArgs } from 'node:util';
import { saveResult } from './results.ts';
import { runContender } from './throughput/processes.ts';
import { Stage } from './throughput/stage.ts';

const { values } = parseArgs({
  options: {
    counts: { type: 'string', default: '10000,100000,1000000' },
    save: { type: 'boolean', default: false },
  },
});

const rows = [];
for (const count of values.counts.split(',').map(Number)) {
  const options = { count, seed: 11, latency: 0 };
  await using stage = await Stage.set(options, true);
  const outcome = await runContender(
    { name: 'weighbridge-stream', share: 1, slow: 0, needsGateway: true },
    stage.environment,
    options,
  );
  const { requests } = await stage.bill();
  if (outcome.vectors !== count) throw new Error(`${outcome.vectors} vectors for ${count} texts`);
  rows.push({
    chunks: count,
    seconds: Math.round(outcome.seconds),
    'vectors/s': Math.round(count / outcome.seconds),
    'client, peak RSS MB': Math.round(outcome.peakRssMb),
    'gateway, peak RSS MB': Math.round(stage.gatewayPeakRssMb()),
    requests,
  });
  console.error(rows.at(-1));
}
console.table(rows);
if (values.save) saveResult('growth', rows);
