import { existsSync, statSync } from 'node:fs';
import type { Mode } from '@weighbridge/embeddings/domain';
import { closeWriter, connectWriter } from './files/connection.ts';
import { createPrivateFile, type DataFiles, prepareDataDir } from './files/data-directory.ts';
import { freshLogsLeft, joinInstances, liveInstances } from './files/instances.ts';
import { type FileLock, whileOpening } from './files/lock.ts';
import { applyMigrations, assertUsable } from './files/migrations.ts';
import { explained } from './files/opening.ts';
import { plantSeeds } from './files/seeds.ts';
import { findRollback } from './gaps/find-rollback.ts';
import { LedgerWriter } from './ledger/ledger.ts';

/** How long to wait for another process that is opening the same directory, in ms. */
const OPENING_TIMEOUT_MS = 60_000;

export interface Preparation {
  dataDir: string;
  initialMode: Mode;
  instanceId: string;
  recover: boolean;
  now: number;
  newId(prefix: string): string;
}

export interface Prepared {
  files: DataFiles;
  /** Says that this process lives, until released. */
  instance: FileLock;
  recovered: { uncertain: number };
  /** Vectors that processes which died have not moved to the cache. */
  freshLogs: string[];
}

/**
 * Makes the data directory ready, one process at a time: schema, seeds, and the holds of processes that died.
 * @throws StorageError
 */
export function prepare(options: Preparation): Prepared {
  const files = prepareDataDir(options.dataDir);
  return whileOpening(files.openingLock, OPENING_TIMEOUT_MS, () => {
    assertUsable(files.main);
    const instance = joinInstances(files.instances, options.instanceId);
    try {
      // An own hold, or own vectors, are from an earlier life under the same id: nothing was placed in this one yet.
      const alive = options.recover ? liveInstances(files.instances, options.instanceId) : undefined;
      const recovered = { uncertain: explained(files.main, () => readyMain(files, options, alive)) };
      const freshLogs = alive ? freshLogsLeft(files.instances, alive) : [];
      return { files, instance, recovered, freshLogs };
    } catch (error) {
      instance.release();
      throw error;
    }
  });
}

function readyMain(files: DataFiles, options: Preparation, alive: ReadonlySet<string> | undefined): number {
  // A database that is missing was taken away on purpose: the new one has no budgets that could be passed.
  const isNew = !existsSync(files.main) || statSync(files.main).size === 0;
  createPrivateFile(files.main);
  const connection = connectWriter(files.main);
  try {
    applyMigrations(connection);
    const work = () => {
      plantSeeds(connection, options.initialMode, options.now);
      if (!isNew) findRollback(connection, files.mark, { gapId: options.newId('gap'), now: options.now });
      if (!alive) return 0;
      return new LedgerWriter(connection, options.instanceId).recover(alive, options.now);
    };
    return connection.transaction(work).immediate();
  } finally {
    closeWriter(connection);
  }
}
