import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConflictError, StorageError } from '@weighbridge/embeddings/domain';
import { type Connection, connectReader } from '../files/connection.ts';
import { createPrivateFile } from '../files/data-directory.ts';
import { failureReason } from '../files/failure.ts';
import { sync } from '../files/sync.ts';
import { inspectDatabase } from '../integrity/inspect-database.ts';
import { LedgerClock } from '../ledger/clock.ts';
import type { BackupReport, KeepingStep } from '../ports/index.ts';

/**
 * Copies the database into one new file and looks whether the copy is sound. It reads one snapshot, so that calls go on
 * meanwhile and the copy belongs to one moment. Slow: for a thread that nobody waits for.
 * @throws ConflictError BACKUP_EXISTS; StorageError BACKUP_FAILED
 */
export function writeBackup(
  from: { main: string; cache: string },
  file: string,
  { withCache }: { withCache: boolean },
  onStep: (step: KeepingStep) => void = () => {},
): BackupReport {
  const cacheFile = withCache && existsSync(from.cache) ? cacheFileOf(file) : null;
  for (const target of cacheFile === null ? [file] : [file, cacheFile]) assertFree(target);
  onStep('copy');
  copyDatabase(from.main, file);
  if (cacheFile !== null) {
    onStep('copy_cache');
    copyDatabase(from.cache, cacheFile);
  }
  const copy = connectReader(file);
  try {
    const count = (where: string) =>
      copy.prepare<[], number>(`SELECT count(*) FROM entries WHERE ${where}`).pluck().get() ?? 0;
    return {
      file,
      bytes: statSync(file).size,
      cacheFile,
      cacheBytes: cacheFile === null ? null : statSync(cacheFile).size,
      highWater: new LedgerClock(copy).highWater(),
      entries: count('true'),
      openAttempts: count("state <> 'settled' AND state IN ('held', 'uncertain')"),
      integrity: inspectDatabase(copy, { full: true }, onStep),
    };
  } finally {
    copy.close();
  }
}

/** Where the vectors go: `name.db` has them in `name.cache.db`. */
export function cacheFileOf(file: string): string {
  return `${file.replace(/\.db$/, '')}.cache.db`;
}

/** What a backup is called until it is whole. */
export function partialOf(file: string): string {
  return `${file}.partial`;
}

/** Under another name until it is whole and on the disk: a file of this name is a whole backup, or there is none. */
function copyDatabase(from: string, to: string): void {
  const partial = partialOf(to);
  let source: Connection | undefined;
  try {
    rmSync(partial, { force: true });
    createPrivateFile(partial);
    source = connectReader(from);
    // Takes VACUUM INTO for a write to the source, which is open for reading only anyway.
    source.pragma('query_only = OFF');
    source.prepare('VACUUM INTO ?').run(partial);
    sync(partial);
    renameSync(partial, to);
    sync(dirname(to));
  } catch (error) {
    rmSync(partial, { force: true });
    throw failed(to, error);
  } finally {
    source?.close();
  }
}

function assertFree(file: string): void {
  if (!existsSync(file)) return;
  throw new ConflictError(
    'BACKUP_EXISTS',
    `${file} is there already, and a backup never replaces anything. Name another file, or move that one away.`,
    { file },
  );
}

function failed(file: string, cause: unknown): StorageError {
  const reason = failureReason(cause) ?? (cause instanceof Error ? cause.message : String(cause));
  return new StorageError(
    'BACKUP_FAILED',
    `The backup ${file} could not be written (${reason}). Name a folder that is there, that the gateway may write to and that has room.`,
    { file, reason },
    cause,
  );
}
