/**
 * Moving vectors: our library and our gateway beside what they replace, against one stand-in for OpenAI.
 *
 *     pnpm bench:throughput [--count 50000] [--rounds 3] [--latency 0,50] [--only raw,openai-default] [--save]
 *
 * Each program runs in a fresh process, warms up, and embeds texts that nobody has embedded before; programs alternate
 * within a round, and the medians over rounds are compared. The stand-in knows each text's tokens before the clock starts.
 */
import { parseArgs } from 'node:util';
import { type Result, saveResult } from '../results.ts';
import { median, spread } from './figures.ts';
import { CONTENDERS, type Contender, runContender } from './processes.ts';
import { Stage } from './stage.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '50000' },
    rounds: { type: 'string', default: '3' },
    latency: { type: 'string', default: '0,50' },
    only: { type: 'string' },
    save: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const chosen = CONTENDERS.filter(({ name }) => !values.only || values.only.split(',').includes(name));

const report: Result['rows'] = [];
for (const latency of values.latency.split(',').map(Number)) {
  const rates = new Map<Contender, Run[]>(chosen.map((contender) => [contender, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const contender of chosen) {
      const count = Math.max(
        1_000,
        Math.round((Number(values.count) * contender.share) / (latency > 0 ? 1 + contender.slow : 1)),
      );
      const run = await measure(contender, { count, seed: round, latency });
      rates.get(contender)?.push(run);
      console.error(`${latency} ms, round ${round}, ${contender.name}: ${Math.round(run.rate)} vectors/s`);
    }
  }
  for (const [contender, runs] of rates) report.push({ 'stand-in, ms': latency, ...rowOf(contender, runs) });
}
const bare = (latency: unknown) =>
  report.find((row) => row['stand-in, ms'] === latency && row.program === 'openai-default')?.['vectors/s'];
const table = report.map((row) => {
  const [rate, reference] = [Number(row['vectors/s']), Number(bare(row['stand-in, ms']))];
  return { ...row, 'x bare SDK': Number.isFinite(reference) ? Number((rate / reference).toFixed(2)) : null };
});
console.table(table);
if (values.save) saveResult('throughput', table);

interface Run {
  rate: number;
  cpu: number;
  rss: number;
  requests: number;
}

async function measure(
  contender: Contender,
  options: { count: number; seed: number; latency: number },
): Promise<Run> {
  await using stage = await Stage.set(options, contender.needsGateway);
  const outcome = await runContender(contender, stage.environment, options);
  const { requests } = await stage.bill();
  if (outcome.vectors !== options.count) {
    throw new Error(`${contender.name} answered ${outcome.vectors} vectors for ${options.count} texts.`);
  }
  return {
    rate: options.count / outcome.seconds,
    cpu: ((outcome.cpuSeconds + stage.gatewayCpuSeconds()) / options.count) * 100_000,
    rss: Math.max(outcome.peakRssMb, stage.gatewayPeakRssMb()),
    requests,
  };
}

function rowOf({ name }: Contender, runs: readonly Run[]) {
  const rates = runs.map(({ rate }) => rate);
  return {
    program: name,
    'vectors/s': Math.round(median(rates)),
    spread: spread(rates),
    'CPU s / 100 k': Number(median(runs.map(({ cpu }) => cpu)).toFixed(1)),
    'peak RSS MB': Math.round(median(runs.map(({ rss }) => rss))),
    requests: median(runs.map(({ requests }) => requests)),
  };
}
