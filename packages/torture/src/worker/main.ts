import { Random } from '../random.ts';
import type { WorkerLine } from '../record/lines.ts';
import { instant, RecordFile } from '../record/record.ts';
import { keyOf, projectOf, tagsOf } from '../scenario/budgets.ts';
import { type Assembly, assemble, instanceOf } from './assembly.ts';
import { runClient } from './client.ts';
import type { FromWorker, ToWorker, WorkerConfig } from './messages.ts';
import { VirtualClock } from './virtual-clock.ts';

/** How long requests that are out may take to end after the clients have stopped. */
const DRAIN_MS = 15_000;

const clock = new VirtualClock(0);
let limits: WorkerConfig['limits'] = {};
let stopped = false;

process.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'start':
      void work(message.config);
      break;
    case 'clock':
      clock.at = message.at;
      break;
    case 'limits':
      limits = message.limits;
      break;
    case 'stop':
      stopped = true;
  }
});
// Nobody is left to work for.
process.on('disconnect', () => process.exit(1));

async function work(config: WorkerConfig): Promise<void> {
  clock.at = config.at;
  limits = config.limits;
  const record = new RecordFile<WorkerLine>(config.record);
  const parts = await assemble(
    config,
    clock,
    () => limits,
    record,
    (inFlight) => say({ kind: 'pulse', inFlight }),
  );
  const { stores, engines } = parts;
  const { uncertain: recovered } = stores.recovered;
  record.write({ e: 'open', t: instant(), instance: instanceOf(config), now: clock.at, recovered });
  say({ kind: 'ready' });
  await Promise.all(clientsOf(config, parts, record));
  const drained = await Promise.all(engines.map((engine) => engine.drain(DRAIN_MS)));
  const unfinished = drained.reduce((sum, left) => sum + left.unfinished, 0);
  if (unfinished > 0) {
    record.write({ e: 'trouble', t: instant(), what: `${unfinished} calls did not end in ${DRAIN_MS} ms` });
  }
  await Promise.all(engines.map((engine) => engine.close()));
  await stores.close();
  process.removeAllListeners('disconnect');
  process.disconnect();
}

function clientsOf(
  { scenario, role, slot, life }: WorkerConfig,
  { engines }: Assembly,
  record: RecordFile<WorkerLine>,
): Promise<void>[] {
  return engines.flatMap((engine, at) =>
    Array.from({ length: scenario.clients }, (_, client) =>
      runClient({
        name: `${instanceOf({ role, slot, life })}-${at}-${client}`,
        project: projectOf(client),
        keyId: keyOf(client),
        tags: tagsOf(client),
        engine,
        record,
        random: new Random(scenario.seed, slot, life, at, client),
        stopped: () => stopped,
      }),
    ),
  );
}

function say(message: FromWorker): void {
  // A parent that has gone is noticed by `disconnect`.
  process.send?.(message, () => {});
}
