import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetch } from '@/lib/trpc/server.tsx';
import { Quality } from './client.tsx';
import { failuresInput, HOURS, loadQualityParams } from './search-params.ts';

export const metadata: Metadata = { title: 'Quality' };

export default async function QualityPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await loadQualityParams(searchParams);
  return (
    <Prefetch
      load={(api, client) => [
        client.prefetchQuery(api.quality.summary.queryOptions({ hours: HOURS[params.window] })),
        client.prefetchQuery(api.quality.failures.queryOptions(failuresInput(params))),
      ]}
    >
      <Quality />
    </Prefetch>
  );
}
