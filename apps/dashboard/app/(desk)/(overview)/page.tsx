import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { OVERVIEW_ALERTS } from '@/lib/alerts/overview-input.ts';
import { Prefetch } from '@/lib/trpc/server.tsx';
import { Overview } from './client.tsx';
import { GRANULARITY, LATEST_FINDINGS, LATEST_SWITCH, loadOverviewParams } from './search-params.ts';

export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { range } = await loadOverviewParams(searchParams);
  return (
    <Prefetch
      load={(api, client) => [
        client.prefetchQuery(api.audit.list.queryOptions(LATEST_SWITCH)),
        client.prefetchQuery(api.spend.summary.queryOptions({})),
        client.prefetchQuery(api.spend.series.queryOptions({ granularity: GRANULARITY[range] })),
        client.prefetchQuery(api.budgets.list.queryOptions()),
        client.prefetchQuery(api.alerts.list.queryOptions(OVERVIEW_ALERTS)),
        client.prefetchQuery(api.quality.summary.queryOptions({ hours: 24 })),
        client.prefetchQuery(api.quality.failures.queryOptions(LATEST_FINDINGS)),
        client.prefetchQuery(api.system.info.queryOptions()),
        client.prefetchQuery(api.projects.list.queryOptions()),
        client.prefetchQuery(api.keys.list.queryOptions()),
      ]}
    >
      <Overview />
    </Prefetch>
  );
}
