import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'results');

/** One run of one benchmark, as it is kept for the report. */
export interface Result {
  /** The day it ran on, UTC. */
  day: string;
  machine: string;
  rows: Record<string, string | number | null>[];
}

/** Keeps the rows of a run under its name; an earlier one is replaced. */
export function saveResult(name: string, rows: Result['rows']): void {
  mkdirSync(FOLDER, { recursive: true });
  const result: Result = {
    day: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} cores, Node ${process.versions.node}`,
    rows,
  };
  writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
}

export function readResult(name: string): Result {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
}
