import type { Metadata } from 'next';
import { Prefetch } from '@/lib/trpc/server.tsx';
import { Keys } from './client.tsx';

export const metadata: Metadata = { title: 'Keys' };

export default function KeysPage() {
  return (
    <Prefetch
      load={(api, client) => [
        client.prefetchQuery(api.projects.list.queryOptions()),
        client.prefetchQuery(api.keys.list.queryOptions()),
      ]}
    >
      <Keys />
    </Prefetch>
  );
}
