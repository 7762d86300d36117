import type { UseQueryResult } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { cn } from '@/lib/class-names.ts';
import { prepareSpendChart } from '@/lib/spend/chart.ts';
import type { SpendSeries } from '@/lib/trpc/types.ts';

// The chart measures its place, so it is drawn in the browser only and does not delay the first paint.
const SpendChart = dynamic(() => import('@/components/spend/chart.tsx').then((module) => module.SpendChart), {
  ssr: false,
  loading: () => <Skeleton className="h-72" />,
});

const TITLES = {
  hour: 'Spend by hour',
  day: 'Spend by day',
  week: 'Spend by week',
  month: 'Spend by month',
} as const;

interface HistoryProps {
  series: Pick<UseQueryResult<SpendSeries, unknown>, 'data' | 'error' | 'refetch' | 'isPlaceholderData'>;
  now: number;
}

export function History({ series, now }: HistoryProps) {
  const { data, error, refetch, isPlaceholderData } = series;
  return (
    <Card aria-labelledby="spend-history" className="flex min-w-0 flex-col" aria-busy={isPlaceholderData}>
      <CardHeader id="spend-history" title={data ? TITLES[data.granularity] : 'Spend over time'} />
      {data ? (
        <div className={cn('flex grow flex-col', isPlaceholderData && 'opacity-60')}>
          <SpendChart
            chart={prepareSpendChart(data.buckets, now, data.since === null ? null : Date.parse(data.since))}
            granularity={data.granularity}
            zone={data.granularity === 'hour' ? undefined : data.timeZone}
          />
        </div>
      ) : error ? (
        <QueryError what="spend history" error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton className="h-72" />
      )}
    </Card>
  );
}
