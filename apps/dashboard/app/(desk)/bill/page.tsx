import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetch } from '@/lib/trpc/server.tsx';
import { Bill } from './client.tsx';
import { loadBillParams, uncertainInput } from './search-params.ts';

export const metadata: Metadata = { title: 'Bill' };

export default async function BillPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { view, period, after } = await loadBillParams(searchParams);
  return (
    <Prefetch
      load={(api, client) => [
        client.prefetchQuery(api.uncertain.open.queryOptions({})),
        ...(view === 'uncertain' && period === 'all'
          ? [client.prefetchQuery(api.spend.ledger.queryOptions(uncertainInput(period, after, 0)))]
          : []),
        ...(view === 'reconcile'
          ? [
              client.prefetchQuery(api.bills.imports.queryOptions()),
              client.prefetchQuery(api.bills.compare.queryOptions({})),
            ]
          : []),
      ]}
    >
      <Bill />
    </Prefetch>
  );
}
