'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useQueryState } from 'nuqs';
import { useNow } from '@/components/clock.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Segmented } from '@/components/ui/segmented.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { prepareSpendChart } from '@/lib/spend/chart.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { GRANULARITY, overviewParams } from './search-params.ts';

// The chart measures its place, so it is drawn in the browser only and does not delay the first paint.
const SpendChart = dynamic(() => import('@/components/spend/chart.tsx').then((module) => module.SpendChart), {
  ssr: false,
  loading: () => <Skeleton className="h-72" />,
});

const TITLES = { '24h': 'Spend by hour', '30d': 'Spend by day' } as const;

export function SpendHistory() {
  const trpc = useTRPC();
  const now = useNow();
  const [range, setRange] = useQueryState('range', overviewParams.range);
  const granularity = GRANULARITY[range];
  const series = useQuery(
    trpc.spend.series.queryOptions({ granularity }, { placeholderData: keepPreviousData }),
  );
  const chart = series.data && prepareSpendChart(series.data.buckets, now);
  return (
    <Card aria-labelledby="history" className="flex min-w-0 flex-col">
      <CardHeader
        id="history"
        title={TITLES[range]}
        action={
          <Segmented
            label="Look back"
            value={range}
            options={[
              { value: '24h', label: '24 h' },
              { value: '30d', label: '30 days' },
            ]}
            onChange={(value) => void setRange(value)}
          />
        }
      />
      {chart && series.data ? (
        <SpendChart
          chart={chart}
          granularity={series.data.granularity}
          zone={granularity === 'day' ? 'UTC' : undefined}
        />
      ) : series.error ? (
        <QueryError what="spend history" error={series.error} retry={() => void series.refetch()} />
      ) : (
        <Skeleton className="h-72" />
      )}
    </Card>
  );
}
