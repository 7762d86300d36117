import { renameSync, rmSync } from 'node:fs';
import { isDamage } from './failure.ts';

/** The file is sound, but another version of this program made it. */
export class OtherVersionError extends Error {}

/** Whether a file that failed so can only be set aside: one that may be lost, since it only saves money. */
export function isUseless(error: unknown): boolean {
  return isDamage(error) || error instanceof OtherVersionError;
}

/** Moves a useless file out of the way, over the one set aside before; answers where to. */
export function setAside(path: string): string {
  const aside = `${path}.damaged`;
  for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  renameSync(path, aside);
  return aside;
}
