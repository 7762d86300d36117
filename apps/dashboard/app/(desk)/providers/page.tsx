import type { Metadata } from 'next';
import { Prefetch } from '@/lib/trpc/server.tsx';
import { Providers } from './client.tsx';

export const metadata: Metadata = { title: 'Providers' };

export default function ProvidersPage() {
  return (
    <Prefetch load={(api, client) => [client.prefetchQuery(api.providers.status.queryOptions())]}>
      <Providers />
    </Prefetch>
  );
}
