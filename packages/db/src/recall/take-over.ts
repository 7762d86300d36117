import { rmSync } from 'node:fs';
import type { RecallEntry, RecallScope, RecallStore } from '@weighbridge/embeddings/domain';
import { readFreshLog } from './fresh-log.ts';

/** Moves what processes left in their logs when they died to the cache. A log that cannot be moved stays. */
export async function takeOver(
  logs: readonly string[],
  recall: Pick<RecallStore, 'putMany'>,
  onWarning: (message: string) => void,
): Promise<void> {
  for (const log of logs) {
    try {
      const scopes = new Map<string, { scope: RecallScope; entries: RecallEntry[] }>();
      for (const { scope, entry } of readFreshLog(log)) {
        const name = JSON.stringify(scope);
        const some = scopes.get(name) ?? { scope, entries: [] };
        some.entries.push(entry);
        scopes.set(name, some);
      }
      for (const { scope, entries } of scopes.values()) await recall.putMany(scope, entries);
      rmSync(log, { force: true });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      onWarning(
        `The vectors in ${log} could not be moved to the cache (${reason}). They stay there for the next start.`,
      );
    }
  }
}
