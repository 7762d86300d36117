import { existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StorageError } from '@weighbridge/embeddings/domain';
import { type Connection, closeWriter, connectReader, connectWriter } from '../files/connection.ts';
import { createPrivateFile, type DataFiles, prepareDataDir } from '../files/data-directory.ts';
import { liveInstances } from '../files/instances.ts';
import { lockDataDir, whileOpening } from '../files/lock.ts';
import { applyMigrations, assertUsable } from '../files/migrations.ts';
import { sync } from '../files/sync.ts';
import { readMark, writeMark } from '../gaps/mark.ts';
import { recordGap } from '../gaps/record-gap.ts';
import { inspectDatabase } from '../integrity/inspect-database.ts';
import { LedgerClock } from '../ledger/clock.ts';
import type { LedgerGap } from '../ports/index.ts';
import { cacheFileOf } from './backup.ts';
import type { LimitDifference } from './differences.ts';
import { lookAtPresent, type Present } from './present.ts';

export interface RestoreReport {
  file: string;
  dataDir: string;
  /** The latest instant that the restored ledger had seen; ms since the epoch, 0 for an unused one. */
  highWater: number;
  entries: number;
  /** Where the database that was there lies now; null when there was none. */
  replaced: string | null;
  /** What the restored ledger does not know; null when nothing was spent after the backup. */
  gap: LedgerGap | null;
  /** Access keys that were revoked after the backup, by name: they work again. */
  revivedKeys: string[];
  /** Budgets that were made, changed or removed after the backup: they are as they were again. */
  changedLimits: LimitDifference[];
  /** Where the vectors that were there lie now; null when they stayed in place. */
  replacedCache: string | null;
  /** Whether a provider's key is stored in it, which only the secret of that time can read. */
  holdsSecrets: boolean;
}

export interface RestoreOptions {
  now: number;
  newId(prefix: string): string;
  /** Also the vectors, from the file that the backup wrote beside. */
  withCache: boolean;
}

/**
 * Puts a backup in the place of the database, which is moved aside and never deleted. The backup is copied, checked and
 * brought up to date first, so that a bad one changes nothing.
 * @throws StorageError DATA_DIR_LOCKED, BACKUP_MISSING, BACKUP_UNSOUND, DATABASE_TOO_NEW, DATABASE_UNREADABLE
 */
export function restoreDataDir(dataDir: string, backup: string, options: RestoreOptions): RestoreReport {
  const dir = resolve(dataDir);
  const file = resolve(backup);
  if (!existsSync(file) || statSync(file).size === 0) throw missing(file);
  assertUsable(file);
  const lock = lockDataDir(dir);
  try {
    const files = prepareDataDir(dir);
    return whileOpening(files.openingLock, 0, () => {
      const [alive] = liveInstances(files.instances, '');
      if (alive !== undefined) throw inUse(dir);
      return replace(files, file, options);
    });
  } finally {
    lock.release();
  }
}

function replace(files: DataFiles, file: string, options: RestoreOptions): RestoreReport {
  const { now, newId, withCache } = options;
  const staged = `${files.main}.restoring`;
  const stagedCache = `${files.cache}.restoring`;
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${staged}${suffix}`, { force: true });
  try {
    copy(file, staged);
    if (withCache) copyCache(cacheFileOf(file), stagedCache);
    const present = lookAtPresent(files, staged, file);
    const report = ready(staged, file, untilWhen(present, files, now), { now, newId });
    const replaced = moveAside(files, present, now);
    renameSync(staged, files.main);
    sync(files.dir);
    writeMark(files.mark, { highWater: report.clock, clean: true }, 'restore');
    const { clock: _, ...rest } = report;
    return {
      ...rest,
      dataDir: files.dir,
      replaced,
      replacedCache: withCache ? replaceCache(files.cache, stagedCache, now) : null,
      revivedKeys: present.revokedSince,
      changedLimits: present.limitsSince,
    };
  } finally {
    rmSync(staged, { force: true });
    rmSync(stagedCache, { force: true });
  }
}

/** Up to when money may have been spent that the backup does not know; null when certainly none was. */
function untilWhen(present: Present, files: DataFiles, now: number): number | null {
  // Another ledger's word, or none, says nothing about this one: it may have gone on until now.
  if (!present.continues) return now;
  const mark = readMark(files.mark);
  if (mark && mark.highWater > present.highWater) return mark.clean ? mark.highWater + 1 : now;
  return present.hasMore ? present.highWater + 1 : null;
}

function copy(file: string, staged: string): void {
  try {
    createPrivateFile(staged);
    const source = connectReader(file);
    try {
      source.pragma('query_only = OFF');
      source.prepare('VACUUM INTO ?').run(staged);
    } finally {
      source.close();
    }
  } catch (error) {
    throw unsound(file, error instanceof Error ? error.message : String(error));
  }
}

/** Vectors are no money: what they lack is bought again, so they need no more than to be readable. */
function copyCache(file: string, staged: string): void {
  if (!existsSync(file)) throw missing(file);
  rmSync(staged, { force: true });
  copy(file, staged);
}

function replaceCache(cache: string, staged: string, now: number): string | null {
  const aside = existsSync(cache) ? asideOf(cache, now) : null;
  if (aside !== null) {
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(`${cache}${suffix}`)) renameSync(`${cache}${suffix}`, `${aside}${suffix}`);
    }
  }
  renameSync(staged, cache);
  return aside;
}

function asideOf(path: string, now: number): string {
  return `${path}.replaced-${new Date(now).toISOString().replace(/[:.]/g, '-')}`;
}

/** Brings the copy up to date, checks it, and notes in it what it lacks. */
function ready(
  staged: string,
  file: string,
  until: number | null,
  { now, newId }: Omit<RestoreOptions, 'withCache'>,
) {
  const connection = connectWriter(staged);
  try {
    applyMigrations(connection);
    const { ok, findings } = inspectDatabase(connection, { full: true });
    if (!ok) {
      const wrong = findings.filter((finding) => !finding.ok);
      throw unsound(file, wrong.map(({ message, examples }) => `${message}: ${examples[0]}`).join('; '));
    }
    const clock = new LedgerClock(connection);
    const highWater = clock.highWater();
    const gap = until === null ? null : noteGap(connection, newId('gap'), until, now);
    const one = (query: string) => connection.prepare<[], number>(query).pluck().get() ?? 0;
    return {
      file,
      highWater,
      clock: clock.highWater(),
      entries: one('SELECT count(*) FROM entries'),
      holdsSecrets: one('SELECT count(*) FROM provider_settings WHERE secret_ciphertext IS NOT NULL') > 0,
      gap,
    };
  } finally {
    closeWriter(connection);
  }
}

function noteGap(connection: Connection, id: string, to: number, now: number): LedgerGap {
  return connection
    .transaction(() => recordGap(connection, { id, to, cause: 'restore' }, 'cli', now))
    .immediate();
}

/** Under another name first, and only then replaced, so that at no moment there is no database. */
function moveAside(files: DataFiles, present: Present, now: number): string | null {
  if (!existsSync(files.main)) return null;
  const aside = asideOf(files.main, now);
  const log = `${files.main}-wal`;
  if (present.readable && existsSync(log) && statSync(log).size > 0) throw inUse(files.dir);
  // What could not be read may still have its newest part in the log; another file must never meet it.
  for (const suffix of ['-wal', '-shm']) {
    if (!existsSync(`${files.main}${suffix}`)) continue;
    if (present.readable) rmSync(`${files.main}${suffix}`);
    else renameSync(`${files.main}${suffix}`, `${aside}${suffix}`);
  }
  try {
    linkSync(files.main, aside);
  } catch {
    renameSync(files.main, aside);
  }
  sync(dirname(aside));
  return aside;
}

function missing(file: string): StorageError {
  return new StorageError(
    'BACKUP_MISSING',
    `There is no backup ${file}, or it is empty. Name the file that "weighbridge backup" wrote.`,
    {
      file,
    },
  );
}

function unsound(file: string, reason: string): StorageError {
  return new StorageError(
    'BACKUP_UNSOUND',
    `The backup ${file} was not restored, and nothing was changed: ${reason}. Restore an older one.`,
    { file, reason },
  );
}

function inUse(dir: string): StorageError {
  return new StorageError(
    'DATA_DIR_LOCKED',
    `The data directory ${dir} is in use by another process. Stop it first: weighbridge start, Ctrl-C or SIGTERM.`,
    { dir },
  );
}
