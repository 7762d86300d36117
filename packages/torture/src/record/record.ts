import { openSync, readFileSync, writeSync } from 'node:fs';

/** Microseconds of the machine's monotonic clock: the same in every process. */
export function instant(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** A file of JSON lines. A line that `write` returned from is in the operating system's hands. */
export class RecordFile<Line extends object> {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'a', 0o600);
  }

  write(line: Line): void {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
  }
}

/** The lines of a record; one that a kill cut short is left out. */
export function readRecord<Line extends object>(path: string): Line[] {
  const text = readFileSync(path, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}
