import { formatBytes } from '../format/quantity.ts';
import type { KeepingStatus } from '../trpc/types.ts';

export type Running = KeepingStatus['running'][number];
export type CheckName = Exclude<NonNullable<Running['step']>, 'copy' | 'copy_cache'>;

/** What each check looks at, in the order in which they are run. */
export const CHECK_NAMES: Readonly<Record<CheckName, string>> = {
  pages: 'Pages of the file',
  schema: 'Tables',
  foreign_keys: 'References',
  order: 'Order of entries',
  clock: 'The ledger’s clock',
  amounts: 'Amounts',
  windows: 'Counters of budgets',
  rollups: 'Sums',
};

const CHECKS = Object.keys(CHECK_NAMES) as CheckName[];

/** Of the bar, how much is for copying; the rest is for reading the copy back. */
const COPY_SHARE = 0.7;

export interface Progress {
  /** 0 to 1; null while nothing can be said. */
  share: number | null;
  text: string;
}

/** Where a backup or a check is, for a bar and in words. */
export function progressOf({ kind, step, bytes, totalBytes }: Running): Progress {
  if (step === null) return { share: null, text: 'Starting…' };
  if (step === 'copy' || step === 'copy_cache') {
    const what = step === 'copy' ? 'Copying the database' : 'Copying the vectors';
    if (bytes === null || !totalBytes) return { share: null, text: `${what}…` };
    // A copy is packed, so it may end well below the size of what it copies, and never above it for long.
    const copied = Math.min(1, bytes / totalBytes);
    return {
      share: copied * COPY_SHARE,
      text: `${what}: ${formatBytes(bytes)} of at most ${formatBytes(totalBytes)}`,
    };
  }
  const at = CHECKS.indexOf(step);
  const checked = at / CHECKS.length;
  const name = CHECK_NAMES[step].replace(/^The/, 'the').replace(/^[A-Z]/, (first) => first.toLowerCase());
  const where = `${name} (${at + 1} of ${CHECKS.length})`;
  return kind === 'backup'
    ? { share: COPY_SHARE + (1 - COPY_SHARE) * checked, text: `Reading the copy back: ${where}` }
    : { share: checked, text: `Checking ${where}` };
}
