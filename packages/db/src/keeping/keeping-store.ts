import type { Hosts } from '../hosts.ts';
import type { BackupReport, KeepingStore } from '../ports/index.ts';
import type { FreshVectors } from '../recall/fresh-vectors.ts';
import type { KeeperOperations } from '../services/keeper.ts';
import type { Caller } from '../threads/caller.ts';
import { whileTelling } from './progress.ts';

/** Each piece of work in a thread that lives as long as it; the writer leaves the line that says so. */
export function keepingOver(
  { openKeeper, writer }: Hosts,
  files: { main: string; cache: string },
  fresh: FreshVectors | undefined,
): KeepingStore {
  const keeping = async <T>(work: (keeper: Caller<KeeperOperations>) => Promise<T>): Promise<T> => {
    const keeper = await openKeeper();
    try {
      return await work(keeper);
    } finally {
      await keeper.close();
    }
  };
  return {
    async backup(file, { withCache, audit }, onProgress) {
      if (withCache) await fresh?.flush();
      const report = await whileTelling(
        onProgress,
        (shared) => keeping((keeper) => keeper.call('backup', file, { withCache }, shared)),
        { ...files, file },
      );
      if (audit !== undefined) {
        await writer.call('writeAudit', audit, {
          action: 'backup.create',
          target: file,
          from: null,
          to: describe(report),
        });
      }
      return report;
    },
    check: (options, onProgress) =>
      whileTelling(onProgress, (shared) => keeping((keeper) => keeper.call('check', options, shared))),
  };
}

function describe({ entries, cacheFile, integrity }: BackupReport): string {
  const vectors = cacheFile === null ? '' : ', with vectors';
  return `${entries} entries${vectors}, ${integrity.ok ? 'sound' : 'NOT SOUND'}`;
}
