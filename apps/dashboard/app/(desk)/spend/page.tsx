import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { spanOf } from '@/lib/spend/range.ts';
import { Prefetch } from '@/lib/trpc/server.tsx';
import { Spend } from './client.tsx';
import { breakdownInput, linesInput, seriesInput } from './queries.ts';
import { loadSpendParams } from './search-params.ts';

export const metadata: Metadata = { title: 'Spend' };

export default async function SpendPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await loadSpendParams(searchParams);
  // Only the browser knows its time zone; spans that depend on one are asked for there.
  const span = params.range === '24h' || params.range === '7d' ? spanOf(params, Date.now(), 'UTC') : null;
  return (
    <Prefetch
      load={(api, client) =>
        span === null
          ? []
          : [
              client.prefetchQuery(api.spend.series.queryOptions(seriesInput(params, span, 'UTC'))),
              client.prefetchQuery(api.spend.breakdown.queryOptions(breakdownInput(params, span))),
              client.prefetchQuery(api.spend.ledger.queryOptions(linesInput(params, span))),
              client.prefetchQuery(api.keys.list.queryOptions()),
            ]
      }
    >
      <Spend />
    </Prefetch>
  );
}
