import { rmSync } from 'node:fs';
import type { CheckName, CheckResult } from './judge/verdict.ts';
import { torture } from './run/run.ts';
import { sabotageNamed } from './sabotage/sabotage.ts';
import type { SabotageName } from './scenario/scenario.ts';

export interface Bite {
  /** null for the healthy run. */
  sabotage: SabotageName | null;
  /** The check that must fail; null for the healthy run, which must pass. */
  expected: CheckName | null;
  asExpected: boolean;
  /** Checks that failed. */
  failed: CheckResult[];
  /** Kept when the run did not end as expected. */
  evidence: string | null;
}

/** A run with one promise switched off, or with none, and whether the judge saw what it should. */
export async function bite(
  sabotage: SabotageName | null,
  { seconds, seed }: { seconds: number; seed: number },
): Promise<Bite> {
  const options = { seconds, naiveSeconds: 0, seed, processes: 3, clients: 12, sabotage };
  const { verdict, evidence } = await torture(options);
  const failed = verdict.checks.filter(({ passed }) => !passed);
  const expected = sabotageNamed(sabotage)?.caughtBy ?? null;
  const asExpected = expected === null ? verdict.passed : failed.some(({ name }) => name === expected);
  if (!asExpected || evidence === null) return { sabotage, expected, asExpected, failed, evidence };
  rmSync(evidence, { recursive: true, force: true });
  return { sabotage, expected, asExpected, failed, evidence: null };
}
