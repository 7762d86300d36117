import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** The latest instant the ledger had seen, kept beside the database: an older copy put in its place gives itself away. */
export interface Mark {
  highWater: number;
  /** Written when everything was closed: nothing can have been spent after it. */
  clean: boolean;
}

/** undefined when there is none, or none that can be read: then nothing is known. */
export function readMark(path: string): Mark | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value !== 'object' || value === null || !('highWater' in value)) return undefined;
    const { highWater } = value;
    if (typeof highWater !== 'number' || !Number.isSafeInteger(highWater)) return undefined;
    return { highWater, clean: 'clean' in value && value.clean === true };
  } catch {
    return undefined;
  }
}

/** In one step, so that a reader finds the old or the new one. A mark that cannot be written costs a safeguard, not a call. */
export function writeMark(path: string, mark: Mark, writer: string): void {
  const partial = `${path}.${encodeURIComponent(writer)}`;
  try {
    writeFileSync(partial, `${JSON.stringify(mark)}\n`, { mode: 0o600 });
    renameSync(partial, path);
  } catch {
    rmSync(partial, { force: true });
  }
}
