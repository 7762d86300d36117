'use client';

import { useQuery } from '@tanstack/react-query';
import { QueryError } from '@/components/query/query-error.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import { Alerts } from './alerts.tsx';
import { FirstCall } from './first-call.tsx';
import { ModeSwitch } from './mode-switch.tsx';
import { OverviewSkeleton } from './overview-skeleton.tsx';
import { ProviderHealth } from './provider-health.tsx';
import { QualityGlance } from './quality-glance.tsx';
import { SpendHistory } from './spend-history.tsx';
import { SpendReadings } from './spend-readings.tsx';

export function Overview() {
  const trpc = useTRPC();
  const spend = useQuery(trpc.spend.summary.queryOptions({}));
  return (
    <>
      <h1 className="sr-only">Overview</h1>
      <ModeSwitch />
      <div className="mt-5 grid gap-5">
        {spend.data ? (
          spend.data.empty ? (
            <>
              <FirstCall />
              <ProviderHealth />
            </>
          ) : (
            <>
              <Alerts />
              <SpendReadings summary={spend.data} />
              <div className="grid gap-5 xl:grid-cols-[minmax(0,2fr)_minmax(20rem,1fr)]">
                <SpendHistory />
                <ProviderHealth />
              </div>
              <QualityGlance />
            </>
          )
        ) : spend.error ? (
          <QueryError what="spend" error={spend.error} retry={() => void spend.refetch()} />
        ) : (
          <OverviewSkeleton />
        )}
      </div>
    </>
  );
}
