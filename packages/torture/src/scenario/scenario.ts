import { readFileSync, writeFileSync } from 'node:fs';
import { BUDGETS, type ScenarioBudget } from './budgets.ts';

export const SABOTAGES = ['atomic', 'hold-first', 'recovery', 'window-pinning', 'integer-money'] as const;

export type SabotageName = (typeof SABOTAGES)[number];

/** What is asked of a run. */
export interface TortureOptions {
  /** Of load; starting, closing and judging come on top. */
  seconds: number;
  /** Of the phase that counts afterwards; 0 leaves it out. */
  naiveSeconds: number;
  seed: number;
  processes: number;
  /** In each process. */
  clients: number;
  sabotage: SabotageName | null;
}

/** Everything that a run is made of; all processes and the judge are given the same. */
export interface Scenario extends TortureOptions {
  budgets: readonly ScenarioBudget[];
  /** Virtual time at which the load begins. */
  startAt: number;
  /** Virtual ms that pass in each real one. */
  speed: number;
}

/** A second is 30 minutes of budget time: hours end every 2 s. */
const SPEED = 1800;

/** The day on which clocks in New York are put back. */
const MONTH_EDGE = Date.UTC(2026, 10, 1);

/** From 02:00 to 01:00, six hours after the month ends in UTC. */
export const CLOCKS_CHANGE = Date.UTC(2026, 10, 1, 6);

/** The beginning lies so that a month (and a day) ends before the half of a short run is over. */
export function scenarioOf(options: TortureOptions): Scenario {
  const untilEdgeMs = Math.min(options.seconds, 20) * 0.4 * 1000;
  return {
    ...options,
    budgets: BUDGETS,
    startAt: MONTH_EDGE - Math.round(untilEdgeMs * SPEED),
    speed: SPEED,
  };
}

export function writeScenario(path: string, scenario: Scenario): void {
  const text = JSON.stringify(scenario, (_, value) => (typeof value === 'bigint' ? String(value) : value), 2);
  writeFileSync(path, `${text}\n`);
}

export function readScenario(path: string): Scenario {
  return JSON.parse(readFileSync(path, 'utf8'), (name, value) =>
    name === 'limitNanoUsd' ? BigInt(value) : value,
  );
}
