/**
 * What a corpus costs: tokens billed and requests made by the stand-in's own journal, for a corpus in which three of ten
 * chunks repeat an earlier one, and for a second run over the same corpus; and how fast the corpus is embedded with an empty
 * cache and with a full one.
 *
 *     pnpm bench:cost [--count 10000] [--save]
 */
import { parseArgs } from 'node:util';
import { saveResult } from './results.ts';
import { CONTENDERS, runContender } from './throughput/processes.ts';
import { Stage } from './throughput/stage.ts';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '10000' }, save: { type: 'boolean', default: false } },
});
const task = { count: Number(values.count), seed: 7, latency: 0, repeats: 0.3 };

const rows = [];
for (const contender of CONTENDERS.filter(({ name }) => name !== 'raw' && name !== 'openai-base64')) {
  const bills = [];
  let seconds: readonly number[] = [];
  for (const passes of [1, 2]) {
    await using stage = await Stage.set(task, contender.needsGateway);
    const outcome = await runContender({ ...contender }, stage.environment, { ...task, passes });
    bills.push(await stage.bill());
    seconds = outcome.passSeconds;
  }
  const [cold = Number.NaN, warm = Number.NaN] = seconds;
  const [once, twice] = bills;
  if (!once || !twice) continue;
  rows.push({
    program: contender.name,
    'tokens billed, first run': once.billedTokens,
    requests: once.requests,
    'tokens billed, second run': twice.billedTokens - once.billedTokens,
    'requests, second run': twice.requests - once.requests,
    'vectors/s, first run': Math.round(task.count / cold),
    'vectors/s, second run': Math.round(task.count / warm),
  });
}
console.log(
  `${task.count} chunks, 30 % of them repeats; the warm-up of 3,000 other chunks stands in the first run`,
);
console.table(rows);
if (values.save) saveResult('cost', rows);
