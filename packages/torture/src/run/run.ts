import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openStores, type Stores } from '@weighbridge/db';
import type { Verdict } from '../judge/verdict.ts';
import { Random } from '../random.ts';
import { type RunFiles, runFiles } from '../record/files.ts';
import { sabotageNamed } from '../sabotage/sabotage.ts';
import { type Scenario, scenarioOf, type TortureOptions, writeScenario } from '../scenario/scenario.ts';
import { Conductor } from './conductor.ts';
import { Course } from './course.ts';
import { Fleet } from './fleet.ts';
import { judge } from './judge-process.ts';
import { naivePhase } from './naive-phase.ts';
import { Operator } from './operator.ts';
import { Reaper } from './reaper.ts';
import { StubProcess } from './stub-process.ts';

export interface TortureResult {
  verdict: Verdict;
  /** Where the evidence lies; null when it was cleared away, as it is after a healthy run that passed. */
  evidence: string | null;
}

/** One whole run: load, end, the counting-afterwards phase, and judgement. */
export async function torture(options: TortureOptions): Promise<TortureResult> {
  const scenario = scenarioOf(options);
  const dir = mkdtempSync(join(tmpdir(), 'weighbridge-torture-'));
  const files = runFiles(dir);
  writeScenario(files.scenario, scenario);
  const stub = await StubProcess.start(files.journal, scenario.seed);
  try {
    await stub.spoil(scenario.seed);
    await load(scenario, files, stub);
    if (scenario.naiveSeconds > 0) {
      await naivePhase(scenario, files, stub.baseUrl);
      await stub.idle();
    }
  } finally {
    await stub.stop();
  }
  const verdict = await judge(dir);
  if (!verdict.passed || scenario.sabotage !== null) return { verdict, evidence: dir };
  rmSync(dir, { recursive: true, force: true });
  return { verdict, evidence: null };
}

async function load(scenario: Scenario, files: RunFiles, stub: StubProcess): Promise<void> {
  const { seed, sabotage } = scenario;
  const course = new Course(files.course);
  const conductor = new Conductor({
    scenario,
    course,
    random: new Random(seed, 1),
    tell: (at, slot) => fleet.tell({ kind: 'clock', at }, slot),
    slots: scenario.processes,
  });
  const now = () => conductor.now();
  const fleet = new Fleet({
    scenario,
    files,
    stubUrl: stub.baseUrl,
    course,
    now,
    limits: () => operator.limits(),
  });
  const stores = await openOwnStores(scenario, files, now);
  const operator = new Operator({
    stores,
    budgets: scenario.budgets,
    course,
    random: new Random(seed, 2),
    now,
    tell: (limits) => fleet.tell({ kind: 'limits', limits }),
    unguarded: sabotageNamed(sabotage)?.unguarded ?? false,
  });
  const loadMs = scenario.seconds * 1000;
  const reaper = new Reaper({ fleet, random: new Random(seed, 3), loadMs });
  try {
    await operator.createBudgets();
    await fleet.start();
    course.phase('load');
    conductor.start();
    operator.start();
    reaper.start();
    await wait(loadMs);
    course.phase('closing');
    await reaper.stop();
    await reaper.finish();
    await operator.stop();
    await fleet.stop();
    conductor.stop();
    await stub.idle();
  } catch (error) {
    conductor.stop();
    await Promise.allSettled([reaper.stop(), operator.stop()]);
    await fleet.abandon();
    throw error;
  } finally {
    await stores.close();
  }
  // Whatever is in flight by now was left by a dead process.
  const last = await openOwnStores(scenario, files, now);
  await last.close();
}

/** The run opens the stores as well: to set the limits, to be one process more, and to recover at the end. */
function openOwnStores({ sabotage }: Scenario, files: RunFiles, now: () => number): Promise<Stores> {
  const options = {
    dataDir: files.data,
    clock: { now },
    newId: (prefix: string) => `${prefix}_${randomUUID()}`,
    instanceId: 'operator',
  };
  return sabotageNamed(sabotage)?.open?.(options, { dir: files.dir }) ?? openStores(options);
}
