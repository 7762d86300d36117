'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { Ago } from '@/components/clock.tsx';
import { Notice } from '@/components/notice.tsx';
import { ProgressBar } from '@/components/progress-bar.tsx';
import { MutationError } from '@/components/query/mutation-error.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { formatMillis } from '@/lib/format/quantity.ts';
import { progressOf } from '@/lib/keeping/progress.ts';
import { alone } from '@/lib/trpc/alone.ts';
import { useTRPC, useTRPCClient } from '@/lib/trpc/client.ts';
import type { KeepingStatus } from '@/lib/trpc/types.ts';
import { FindingList } from './finding-list.tsx';
import { useKeepingStatus } from './use-keeping-status.ts';

/** Whether counters and sums are what the entries say, on demand. */
export function Books() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const status = useKeepingStatus();
  // A query, since it changes nothing; but one that is asked only by a button.
  const check = useMutation({
    mutationFn: (full: boolean) => client.keeping.check.query({ full }, alone),
    onSettled: () => queryClient.invalidateQueries(trpc.keeping.status.queryFilter()),
  });
  const running = status.data?.running.find(({ kind }) => kind === 'check');
  const isGoingOn = running !== undefined || check.isPending;
  return (
    <Card aria-labelledby="books">
      <CardHeader
        id="books"
        title="Books"
        note="Every counter and every sum counted again from the entries, and the file that holds them looked over."
      />
      <div className="grid gap-4">
        {isGoingOn ? (
          <ProgressBar
            label="Check of the books"
            {...(running ? progressOf(running) : { share: null, text: 'Starting…' })}
          />
        ) : (
          <div className="flex flex-wrap items-center gap-2">
            <Button variant="primary" onClick={() => check.mutate(false)}>
              <ListChecks aria-hidden />
              Check now
            </Button>
            <Button
              title="Compares every index with its table as well, which takes several times as long"
              onClick={() => check.mutate(true)}
            >
              Check indexes, too
            </Button>
          </div>
        )}
        {isGoingOn ? null : <MutationError error={check.error} />}
        {status.data ? (
          <LastCheck last={status.data.lastCheck} />
        ) : status.error ? (
          <QueryError what="last check" error={status.error} retry={() => void status.refetch()} />
        ) : (
          <Skeleton className="h-32" />
        )}
      </div>
    </Card>
  );
}

function LastCheck({ last }: { last: KeepingStatus['lastCheck'] }) {
  if (last === null) {
    return <p className="text-soft">Not checked since the gateway started. A backup checks its own copy.</p>;
  }
  const wrong = last.report.findings.filter(({ ok }) => !ok).length;
  return (
    <>
      <Notice tone={last.report.ok ? 'good' : 'bad'}>
        <b className="font-medium">
          {last.report.ok
            ? 'The books are sound.'
            : `${wrong} of ${last.report.findings.length} checks found something wrong.`}
        </b>{' '}
        <span className="text-[13px]">
          Checked <Ago at={last.at} /> in {formatMillis(last.durationMs)}
          {last.full ? ', indexes included' : ''}.
        </span>
      </Notice>
      <FindingList findings={last.report.findings} />
    </>
  );
}
