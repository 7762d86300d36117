'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { FindingSummary } from '@/components/quality/finding-summary.tsx';
import { QualityDial } from '@/components/quality/quality-dial.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';

/** Whether the vectors of the last day are sound, and what was wrong with those that are not. */
export function QualityGlance() {
  const trpc = useTRPC();
  const summary = useQuery(trpc.quality.summary.queryOptions({ hours: 24 }));
  const failures = useQuery(trpc.quality.failures.queryOptions({ limit: 5 }));
  return (
    <div className="grid gap-5 xl:grid-cols-[minmax(20rem,1fr)_minmax(0,2fr)]">
      <Card aria-labelledby="quality">
        <CardHeader id="quality" title="Vector quality" note="Last 24 hours" />
        {summary.data ? (
          <QualityDial summary={summary.data} />
        ) : summary.error ? (
          <QueryError what="quality" error={summary.error} retry={() => void summary.refetch()} />
        ) : (
          <Skeleton className="h-48" />
        )}
      </Card>
      <Card aria-labelledby="findings" className="min-w-0">
        <CardHeader
          id="findings"
          title="Latest findings"
          action={
            <Link
              prefetch={false}
              href="/quality"
              className="text-[13px] text-mode underline underline-offset-4"
            >
              All findings
            </Link>
          }
        />
        {failures.data ? (
          failures.data.items.length > 0 ? (
            <ul className="grid gap-3">
              {failures.data.items.map((failure) => (
                <li key={failure.id} className="border-line/70 border-t pt-3 first:border-0 first:pt-0">
                  <FindingSummary failure={failure} />
                </li>
              ))}
            </ul>
          ) : (
            <p className="text-soft">No vector has failed inspection.</p>
          )
        ) : failures.error ? (
          <QueryError what="findings" error={failures.error} retry={() => void failures.refetch()} />
        ) : (
          <Skeleton className="h-48" />
        )}
      </Card>
    </div>
  );
}
