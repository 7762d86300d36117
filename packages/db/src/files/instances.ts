import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from '@weighbridge/embeddings/domain';
import { type FileLock, tryLock } from './lock.ts';

const SUFFIX = '.lock';

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

function pathOf(dir: string, id: string): string {
  return join(dir, `${encodeURIComponent(id)}${SUFFIX}`);
}
