import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where everything of one run lies. */
export interface RunFiles {
  dir: string;
  scenario: string;
  journal: string;
  course: string;
  data: string;
  /** The counting-afterwards phase keeps its cache apart. */
  naiveData: string;
  naiveRecord: string;
}

export function runFiles(dir: string): RunFiles {
  return {
    dir,
    scenario: join(dir, 'scenario.json'),
    journal: join(dir, 'journal.jsonl'),
    course: join(dir, 'course.jsonl'),
    data: join(dir, 'data'),
    naiveData: join(dir, 'naive-data'),
    naiveRecord: join(dir, 'naive.jsonl'),
  };
}

/** The record of one life of one store process. */
export function lifeRecord(dir: string, slot: number, life: number): string {
  return join(dir, `store-${slot}-${life}.jsonl`);
}

/** The records of all lives, of all store processes or of one. */
export function lifeRecords(dir: string, slot?: number): string[] {
  const prefix = slot === undefined ? 'store-' : `store-${slot}-`;
  return readdirSync(dir)
    .filter((name) => name.startsWith(prefix) && name.endsWith('.jsonl'))
    .map((name) => join(dir, name));
}
