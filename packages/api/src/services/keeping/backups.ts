import { readdir, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { instant } from '../../presenters/instant.ts';
import type { backupList } from '../../schemas/keeping.ts';
import { backupFolder, keepAlso } from './places.ts';

type KnownBackup = z.infer<typeof backupList>['items'][number];

const MOST = 100;

/**
 * Copies that are known: those that a running gateway made, wherever it was told to put them, and whatever lies in the
 * folder for them. Newest first. A copy made while no gateway ran is known only when it lies there.
 */
export async function backups(ctx: AdminContext): Promise<z.infer<typeof backupList>> {
  const { stores, system } = ctx.services;
  const folder = backupFolder(system.dataDir);
  const [lines, lying, freeBytes, database] = await Promise.all([
    stores.audit.list({ limit: MOST, action: 'backup.create' }),
    filesIn(folder),
    roomIn(folder),
    look(join(system.dataDir, 'weighbridge.db')),
  ]);
  const made = lines.items.map(async ({ target, at, actor, to }): Promise<KnownBackup> => {
    const found = await look(target);
    return {
      ...sizes(found, await look(cacheBeside(target))),
      file: target,
      at: instant(at),
      actor,
      holds: to,
    };
  });
  const named = new Set(lines.items.map(({ target }) => target));
  const others = lying
    .filter((file) => !named.has(file))
    .map(async (file): Promise<KnownBackup | undefined> => {
      const found = await look(file);
      if (!found) return undefined;
      const cache = await look(cacheBeside(file));
      return { ...sizes(found, cache), file, at: instant(found.at), actor: null, holds: null };
    });
  const items = (await Promise.all([...made, ...others])).filter((item) => item !== undefined);
  items.sort((a, b) => b.at.localeCompare(a.at));
  return {
    items: items.slice(0, MOST),
    folder,
    freeBytes,
    databaseBytes: database?.bytes ?? 0,
    keepAlso: keepAlso(system),
  };
}

interface Found {
  bytes: number;
  /** When it was last written to, in ms. */
  at: number;
}

function sizes(found: Found | undefined, cache: Found | undefined) {
  return { bytes: found?.bytes ?? null, cacheBytes: found && cache ? cache.bytes : null };
}

/** Undefined for what is not there, or may not be looked at. */
async function look(file: string): Promise<Found | undefined> {
  try {
    const { size, mtimeMs } = await stat(file);
    return { bytes: size, at: Math.round(mtimeMs) };
  } catch {
    return undefined;
  }
}

function cacheBeside(file: string): string {
  return `${file.replace(/\.db$/, '')}.cache.db`;
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.db') && !name.endsWith('.cache.db'))
    .map((name) => join(folder, name));
}

/** On the disk of a folder that the first backup may yet have to make. */
async function roomIn(folder: string): Promise<number | null> {
  for (const place of [folder, dirname(folder)]) {
    try {
      const { bavail, bsize } = await statfs(place);
      return bavail * bsize;
    } catch {
      // The folder is not there yet; or this system does not say.
    }
  }
  return null;
}
