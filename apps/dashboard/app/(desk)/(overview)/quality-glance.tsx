'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { PassRate } from '@/components/quality/pass-rate.tsx';
import { QualityCounts } from '@/components/quality/quality-counts.tsx';
import { SoundBadge } from '@/components/quality/sound-badge.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';

/** Whether the vectors of the last day are sound. */
export function QualityGlance() {
  const trpc = useTRPC();
  const summary = useQuery(trpc.quality.summary.queryOptions({ hours: 24 }));
  return (
    <Card aria-labelledby="quality" className="flex flex-col sm:max-xl:col-span-2">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <h2 id="quality" className="text-soft">
          <Link
            prefetch={false}
            href="/quality"
            className="underline decoration-line-strong underline-offset-4"
          >
            Vector quality
          </Link>
          , 24 h
        </h2>
        {summary.data ? <SoundBadge summary={summary.data} /> : null}
      </div>
      {summary.data ? (
        <div className="flex grow items-center justify-center gap-5 pt-2">
          <div className="w-40 shrink-0">
            <PassRate passRate={summary.data.passRate} />
          </div>
          <QualityCounts summary={summary.data} className="grid grow gap-1.5" />
        </div>
      ) : summary.error ? (
        <QueryError what="quality" error={summary.error} retry={() => void summary.refetch()} />
      ) : (
        <Skeleton className="mt-2 h-32" />
      )}
    </Card>
  );
}
