import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from '@weighbridge/embeddings/domain';
import { type FileLock, tryLock } from './lock.ts';

const SUFFIX = '.lock';
/** Vectors that an instance has not moved to the cache yet. */
const FRESH = /^(.+)\.fresh[01]$/;

/**
 * Says to other processes that this one is alive. Call it, and `liveInstances`, only under the opening lock.
 * @throws StorageError when a living process already uses this id
 */
export function joinInstances(dir: string, id: string): FileLock {
  const lock = tryLock(pathOf(dir, id));
  if (!lock) {
    throw new StorageError(
      'STORAGE_UNAVAILABLE',
      `The instance id "${id}" is in use by a living process. Give every process an id of its own.`,
      { instanceId: id },
    );
  }
  return lock;
}

/** The ids of the instances whose process lives. Lock files of dead ones are cleared away. */
export function liveInstances(dir: string, own: string): Set<string> {
  const alive = new Set<string>();
  for (const name of readdirSync(dir)) {
    if (!name.endsWith(SUFFIX)) continue;
    const id = decodeURIComponent(name.slice(0, -SUFFIX.length));
    if (id === own) continue;
    const lock = tryLock(join(dir, name));
    if (!lock) {
      alive.add(id);
      continue;
    }
    rmSync(join(dir, name), { force: true });
    lock.release();
  }
  return alive;
}

export function freshLogsOf(dir: string, id: string): [string, string] {
  const path = join(dir, encodeURIComponent(id));
  return [`${path}.fresh0`, `${path}.fresh1`];
}

/** What instances that live no more have left of vectors. */
export function freshLogsLeft(dir: string, alive: ReadonlySet<string>): string[] {
  const isLeft = (name: string) => {
    const [, id] = FRESH.exec(name) ?? [];
    return id !== undefined && !alive.has(decodeURIComponent(id));
  };
  return readdirSync(dir)
    .filter(isLeft)
    .map((name) => join(dir, name));
}

function pathOf(dir: string, id: string): string {
  return join(dir, `${encodeURIComponent(id)}${SUFFIX}`);
}
