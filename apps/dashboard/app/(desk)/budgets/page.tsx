import type { Metadata } from 'next';
import { Prefetch } from '@/lib/trpc/server.tsx';
import { Budgets } from './client.tsx';

export const metadata: Metadata = { title: 'Budgets' };

export default function BudgetsPage() {
  return (
    <Prefetch
      load={(api, client) => [
        client.prefetchQuery(api.budgets.list.queryOptions()),
        client.prefetchQuery(api.rateLimits.list.queryOptions()),
        client.prefetchQuery(api.gaps.list.queryOptions()),
        client.prefetchQuery(api.projects.list.queryOptions()),
        client.prefetchQuery(api.keys.list.queryOptions()),
        client.prefetchQuery(api.system.info.queryOptions()),
      ]}
    >
      <Budgets />
    </Prefetch>
  );
}
