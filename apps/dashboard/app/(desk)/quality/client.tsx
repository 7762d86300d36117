'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { PageHeader } from '@/components/page-header.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Segmented } from '@/components/ui/segmented.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import { FailureList } from './failure-list.tsx';
import { QualityOverview } from './quality-overview.tsx';
import { failuresInput, HOURS, qualityParams } from './search-params.ts';

export function Quality() {
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(qualityParams);
  const summary = useQuery(
    trpc.quality.summary.queryOptions({ hours: HOURS[params.window] }, { placeholderData: keepPreviousData }),
  );
  const failures = useQuery(
    trpc.quality.failures.queryOptions(failuresInput(params), { placeholderData: keepPreviousData }),
  );
  const filter = (code: string | null) => void setParams({ code, before: null });
  return (
    <>
      <PageHeader
        title="Quality"
        note="Every vector is inspected before it is let through. What fails is retried once, then reported; it is never returned and never cached."
        action={
          <Segmented
            label="Look back"
            value={params.window}
            options={[
              { value: '24h', label: '24 h' },
              { value: '7d', label: '7 days' },
              { value: '30d', label: '30 days' },
            ]}
            onChange={(window) => void setParams({ window })}
          />
        }
      />
      <div className="grid gap-5">
        {summary.data ? (
          <QualityOverview summary={summary.data} code={params.code} onFilter={filter} />
        ) : summary.error ? (
          <QueryError what="quality" error={summary.error} retry={() => void summary.refetch()} />
        ) : (
          <Skeleton className="h-64" />
        )}
        {failures.data ? (
          <FailureList
            page={failures.data}
            code={params.code}
            older={params.before !== null}
            stale={failures.isPlaceholderData}
            onFilter={filter}
            onPage={(before) => void setParams({ before }, { history: 'push', scroll: true })}
          />
        ) : failures.error ? (
          <QueryError what="findings" error={failures.error} retry={() => void failures.refetch()} />
        ) : (
          <Skeleton className="h-96" />
        )}
      </div>
    </>
  );
}
