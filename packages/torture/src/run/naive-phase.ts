import { setTimeout as wait } from 'node:timers/promises';
import type { RunFiles } from '../record/files.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { WorkerProcess } from './worker-process.ts';

const TICK_MS = 25;

/** As many clients against the same stub and the same limits, with a limiter that counts afterwards. */
export async function naivePhase(scenario: Scenario, files: RunFiles, stubUrl: string): Promise<void> {
  const worker = new WorkerProcess({
    scenario,
    role: 'naive',
    slot: 0,
    life: 1,
    dir: files.dir,
    dataDir: files.naiveData,
    record: files.naiveRecord,
    stubUrl,
    engines: scenario.processes,
    at: scenario.startAt,
    limits: {},
  });
  await worker.ready;
  const began = performance.now();
  const timer = setInterval(() => {
    const passed = Math.round((performance.now() - began) * scenario.speed);
    worker.tell({ kind: 'clock', at: scenario.startAt + passed });
  }, TICK_MS);
  await wait(scenario.naiveSeconds * 1000);
  await worker.stop();
  clearInterval(timer);
}
