import type { Metadata } from 'next';
import { Prefetch } from '@/lib/trpc/server.tsx';
import { Prices } from './client.tsx';

export const metadata: Metadata = { title: 'Prices' };

export default function PricesPage() {
  return (
    <Prefetch
      load={(api, client) => [
        client.prefetchQuery(api.models.list.queryOptions()),
        client.prefetchQuery(api.prices.list.queryOptions()),
      ]}
    >
      <Prices />
    </Prefetch>
  );
}
