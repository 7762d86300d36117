import type { Metadata } from 'next';
import { Prefetch } from '@/lib/trpc/server.tsx';
import { Operations } from './client.tsx';

export const metadata: Metadata = { title: 'Operations' };

export default function OperationsPage() {
  return (
    <Prefetch
      load={(api, client) => [
        client.prefetchQuery(api.keeping.backups.queryOptions()),
        client.prefetchQuery(api.keeping.status.queryOptions()),
        client.prefetchQuery(api.retention.get.queryOptions()),
        client.prefetchQuery(api.gaps.list.queryOptions()),
        client.prefetchQuery(api.projects.list.queryOptions()),
        client.prefetchQuery(api.keys.list.queryOptions()),
      ]}
    >
      <Operations />
    </Prefetch>
  );
}
