import { parseArgs } from 'node:util';
import { soak } from './run.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    clients: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
});
const [seconds, clients, seed] = [values.seconds, values.clients, values.seed].map(Number);
if (!(seconds && clients && seed && seconds > 0 && clients > 0)) {
  console.error('Usage: soak [--seconds 60] [--clients 200] [--seed 1], each a number above 0.');
  process.exit(2);
}

const { tally, books, calls, faults, complaints } = await soak({
  seconds,
  clients,
  seed,
  attemptTimeoutMs: 10_000,
});
const list = (counts: Record<string, number>) =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
const lost = books.uncertain.filter(({ billed }) => billed);
console.log(`${clients} clients, ${seconds} s, seed ${seed}: ${tally.calls} calls, ${tally.vectors} vectors`);
console.log(`calls by library: ${list(calls)}`);
console.log(`faults met: ${list(faults)}`);
console.log(`calls that failed: ${list(tally.failures)}; left by their clients: ${tally.aborted}`);
console.log(`ledger: ${books.attempts} attempts, ${books.settledTokens} tokens settled`);
console.log(
  `bill: ${books.billedTokens} tokens, of which ${books.billedTokens - books.settledTokens} in answers that were lost`,
);
console.log(`uncertain: ${books.uncertain.length}, of which ${lost.length} were billed`);
const wrongs = [...tally.wrongs, ...books.findings, ...complaints];
for (const wrong of wrongs.slice(0, 50)) console.log(`WRONG ${wrong}`);
console.log(
  wrongs.length === 0 ? 'every vector was its own; the ledger is the bill' : `${wrongs.length} wrong`,
);
process.exitCode = wrongs.length === 0 ? 0 : 1;
