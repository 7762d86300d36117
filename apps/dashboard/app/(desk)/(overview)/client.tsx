'use client';

import { useQuery } from '@tanstack/react-query';
import { QueryError } from '@/components/query/query-error.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import { Alerts } from './alerts.tsx';
import { BudgetsGlance } from './budgets-glance.tsx';
import { FirstCall } from './first-call.tsx';
import { LatestFindings } from './latest-findings.tsx';
import { ModeSwitch } from './mode-switch.tsx';
import { OverviewSkeleton } from './overview-skeleton.tsx';
import { ProviderHealth } from './provider-health.tsx';
import { QualityGlance } from './quality-glance.tsx';
import { SpendHistory } from './spend-history.tsx';
import { SpendReading } from './spend-reading.tsx';
import { Traffic } from './traffic.tsx';

/** What is asked first stands first: which mode, what it has cost, whether it is sound, what still fits, who answers. */
export function Overview() {
  const trpc = useTRPC();
  const spend = useQuery(trpc.spend.summary.queryOptions({}));
  return (
    <>
      <h1 className="sr-only">Overview</h1>
      <ModeSwitch />
      <div className="mt-4 grid gap-4">
        {spend.data ? (
          spend.data.empty ? (
            <>
              <FirstCall />
              <ProviderHealth />
            </>
          ) : (
            <>
              <Alerts />
              <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
                <SpendReading title="Spent today, UTC" window="day" totals={spend.data.today} />
                <SpendReading title="Spent this month, UTC" window="month" totals={spend.data.month} />
                <QualityGlance />
              </div>
              <div className={TWO_TO_ONE}>
                <BudgetsGlance />
                <ProviderHealth />
              </div>
              <div className={TWO_TO_ONE}>
                <SpendHistory />
                <Traffic summary={spend.data} />
              </div>
              <LatestFindings />
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

/** The same three columns as the readings above, so that edges meet. */
const TWO_TO_ONE = 'grid gap-4 xl:grid-cols-3 xl:[&>:first-child]:col-span-2';
