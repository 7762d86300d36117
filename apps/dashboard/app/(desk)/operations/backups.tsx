'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useNow } from '@/components/clock.tsx';
import { ProgressBar } from '@/components/progress-bar.tsx';
import { MutationError } from '@/components/query/mutation-error.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { freshness } from '@/lib/keeping/freshness.ts';
import { progressOf } from '@/lib/keeping/progress.ts';
import { alone } from '@/lib/trpc/alone.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { BackupNow } from './backup-now.tsx';
import { BackupTable } from './backup-table.tsx';
import { Freshness } from './freshness.tsx';
import { useKeepingStatus } from './use-keeping-status.ts';

/** Copies of the database: the newest one's age, those that are known, and a new one. */
export function Backups() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const now = useNow();
  const backups = useQuery(trpc.keeping.backups.queryOptions());
  const status = useKeepingStatus();
  const backup = useMutation(
    trpc.keeping.backup.mutationOptions({
      trpc: alone,
      onSuccess: async ({ file, integrity }) => {
        await queryClient.invalidateQueries(trpc.keeping.pathFilter());
        void queryClient.invalidateQueries(trpc.audit.pathFilter());
        const name = file.split(/[\\/]/).at(-1);
        if (integrity.ok) toast.success(`${name} is written, read back and sound.`);
      },
    }),
  );
  const running = status.data?.running.find(({ kind }) => kind === 'backup');
  const isGoingOn = running !== undefined || backup.isPending;
  return (
    <Card aria-labelledby="backups">
      <CardHeader
        id="backups"
        title="Backups"
        note="A copy of one moment, made while calls go on, and read back before it counts."
        action={
          backups.data ? (
            <BackupNow places={backups.data} disabled={isGoingOn} onStart={(input) => backup.mutate(input)} />
          ) : undefined
        }
      />
      <div className="grid gap-4">
        {isGoingOn ? (
          <ProgressBar
            label="Backup"
            {...(running ? progressOf(running) : { share: null, text: 'Starting…' })}
          />
        ) : (
          <MutationError error={backup.error} />
        )}
        {backups.data ? (
          <>
            <Freshness {...freshness(backups.data.items, now)} />
            {backups.data.items.length > 0 ? <BackupTable backups={backups.data.items} /> : null}
            <dl className="grid gap-x-8 gap-y-1 text-[13px] sm:grid-cols-[auto_minmax(0,1fr)]">
              <dt className="text-soft">To restore, with no gateway running</dt>
              <dd className="font-mono text-xs leading-5">weighbridge restore &lt;file&gt;</dd>
              <dt className="text-soft">Keep as well</dt>
              <dd className="wrap-anywhere">{backups.data.keepAlso}</dd>
            </dl>
          </>
        ) : backups.error ? (
          <QueryError what="backups" error={backups.error} retry={() => void backups.refetch()} />
        ) : (
          <Skeleton className="h-40" />
        )}
      </div>
    </Card>
  );
}
