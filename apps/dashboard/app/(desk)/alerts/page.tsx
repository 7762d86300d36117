import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetch } from '@/lib/trpc/server.tsx';
import { Alerts } from './client.tsx';
import { deliveriesInput, listInput, loadAlertsParams } from './search-params.ts';

export const metadata: Metadata = { title: 'Alerts' };

export default async function AlertsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await loadAlertsParams(searchParams);
  return (
    <Prefetch
      load={(api, client) =>
        params.view === 'alerts'
          ? [client.prefetchQuery(api.alerts.list.queryOptions(listInput(params)))]
          : params.view === 'settings'
            ? [client.prefetchQuery(api.alerts.settings.queryOptions())]
            : [
                client.prefetchQuery(api.webhooks.list.queryOptions()),
                client.prefetchQuery(api.webhooks.deliveries.queryOptions(deliveriesInput(params))),
              ]
      }
    >
      <Alerts />
    </Prefetch>
  );
}
