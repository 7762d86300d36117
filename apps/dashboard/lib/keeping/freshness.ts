import type { KnownBackup } from '../trpc/types.ts';

const DAY_MS = 86_400_000;

/** `late` from a day on, `stale` from a week on: what a restore would lack by then is a lot of money to enter by hand. */
export type Freshness = 'none' | 'fresh' | 'late' | 'stale';

/** The newest copy worth anything, and how old that is. A copy that was not sound does not count. */
export function freshness(
  backups: readonly KnownBackup[],
  now: number,
): { level: Freshness; newest: KnownBackup | undefined } {
  const newest = backups
    .filter(({ holds }) => !isUnsound(holds))
    .reduce<KnownBackup | undefined>((best, next) => (best && best.at >= next.at ? best : next), undefined);
  if (!newest) return { level: 'none', newest };
  const age = now - Date.parse(newest.at);
  return { level: age >= 7 * DAY_MS ? 'stale' : age >= DAY_MS ? 'late' : 'fresh', newest };
}

/** Whether a copy was read back and found wrong. */
export function isUnsound(holds: string | null): boolean {
  return holds?.includes('NOT SOUND') ?? false;
}
