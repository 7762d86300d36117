'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Receipt } from 'lucide-react';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useNow, useTimeZone } from '@/components/clock.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { Button } from '@/components/ui/button.tsx';
import { spanOf } from '@/lib/spend/range.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { Breakdown } from './breakdown.tsx';
import { Changes } from './changes.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Follow } from './follow.tsx';
import { History } from './history.tsx';
import { Lines } from './lines.tsx';
import { seriesInput } from './queries.ts';
import { RangePicker } from './range-picker.tsx';
import { Readings } from './readings.tsx';
import { Savings } from './savings.tsx';
import { spendParams } from './search-params.ts';

export function Spend() {
  const trpc = useTRPC();
  const now = useNow();
  const timeZone = useTimeZone();
  const [params, setParams] = useQueryStates(spendParams);
  const span = useMemo(() => spanOf(params, now, timeZone), [params, now, timeZone]);
  const series = useQuery(
    trpc.spend.series.queryOptions(span ? seriesInput(params, span, timeZone) : { granularity: 'hour' }, {
      placeholderData: keepPreviousData,
      enabled: span !== null,
    }),
  );
  if (series.data?.since === null) {
    return (
      <>
        <PageHeader title="Spend" note={NOTE} />
        <EmptyState
          icon={Receipt}
          title="Nothing has been weighed yet"
          action={
            <Button asChild>
              <Link prefetch={false} href="/">
                Make the first call
              </Link>
            </Button>
          }
        >
          With the first call, what it cost, or would have cost, stands here by hour and day, by project,
          model and tag, down to every attempt.
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Spend"
        note={NOTE}
        action={
          <RangePicker params={params} onChange={(change) => void setParams({ ...change, after: null })} />
        }
      />
      <FilterBar params={params} onChange={(change) => void setParams({ ...change, after: null })} />
      {span === null ? (
        <p role="alert" className="rounded-plate border border-bad/40 bg-bad-tint p-4">
          These dates are no span of time. Choose a first day that is not after the last.
        </p>
      ) : (
        <div className="grid gap-5">
          <Readings params={params} span={span} />
          <div className="grid gap-5 xl:grid-cols-[minmax(0,5fr)_minmax(19rem,2fr)]">
            <History series={series} now={now} />
            <Changes params={params} timeZone={timeZone} />
          </div>
          <div className="grid gap-5 xl:grid-cols-[minmax(0,5fr)_minmax(19rem,2fr)]">
            <Breakdown
              params={params}
              span={span}
              onChange={(change) => void setParams({ ...change, after: null }, { history: 'push' })}
              onShow={(change) => void setParams(change)}
            />
            <Savings params={params} span={span} />
          </div>
          <Lines
            params={params}
            span={span}
            onChange={(change) => void setParams({ ...change, after: null }, { history: 'push' })}
            onPage={(after) => void setParams({ after }, { history: 'push' })}
            onFollow={(follow) => void setParams({ follow }, { history: 'push' })}
          />
        </div>
      )}
      <Follow
        correlationId={params.follow}
        onClose={() => void setParams({ follow: null })}
        onNarrow={(correlation) =>
          void setParams({ follow: null, correlation, request: null, error: null, after: null })
        }
      />
    </>
  );
}

const NOTE =
  'What was billed, what is held and what is uncertain, read from the ledger. Everything below follows the filters, the exports too.';
