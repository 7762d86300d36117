import { Ago } from '@/components/clock.tsx';
import { Notice } from '@/components/notice.tsx';
import type { Freshness as Level } from '@/lib/keeping/freshness.ts';
import type { KnownBackup } from '@/lib/trpc/types.ts';

const TONES = { fresh: 'good', late: 'warn', stale: 'bad' } as const;

/** How much would be lost if the disk were gone now. */
export function Freshness({ level, newest }: { level: Level; newest: KnownBackup | undefined }) {
  if (level === 'none' || !newest) {
    return (
      <Notice tone="bad">
        <b className="font-medium">There is no backup.</b> If the disk is lost, so are the ledger, the
        budgets, the keys and the settings.
      </Notice>
    );
  }
  return (
    <Notice tone={TONES[level]}>
      <b className="font-medium">
        The newest backup was made <Ago at={newest.at} />.
      </b>{' '}
      {level === 'fresh'
        ? 'Copies on another machine survive this one.'
        : 'What was spent since would have to be entered by hand after a restore.'}
      {newest.bytes === null ? ' It is no longer where it was written; make sure that it was moved.' : ''}
    </Notice>
  );
}
