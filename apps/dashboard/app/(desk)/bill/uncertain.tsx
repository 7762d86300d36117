'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useNow } from '@/components/clock.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { Pager } from '@/components/pager.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card } from '@/components/ui/card.tsx';
import { Segmented } from '@/components/ui/segmented.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { formatUsd } from '@/lib/format/money.ts';
import { counted } from '@/lib/format/quantity.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { ResolveActions } from './resolve-actions.tsx';
import { billParams, openInput, PERIODS, uncertainInput } from './search-params.ts';
import { UncertainTable } from './uncertain-table.tsx';

const NAMES = { all: 'All', '24h': '24 hours', '7d': '7 days', '30d': '30 days' } as const;

/** Attempts that may have been billed, page by page, to be resolved one by one or many at once. */
export function Uncertain() {
  const trpc = useTRPC();
  const now = useNow();
  const [{ period, after }, setParams] = useQueryStates(billParams);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const open = useQuery(
    trpc.uncertain.open.queryOptions(openInput(period, now), { placeholderData: keepPreviousData }),
  );
  const page = useQuery(
    trpc.spend.ledger.queryOptions(uncertainInput(period, after, now), { placeholderData: keepPreviousData }),
  );
  const error = page.error ?? open.error;
  if (error && !(page.data && open.data)) {
    return (
      <QueryError
        what="uncertain attempts"
        error={error}
        retry={() => void Promise.all([page.refetch(), open.refetch()])}
      />
    );
  }
  if (!page.data || !open.data) return <Skeleton className="h-56" />;
  if (open.data.attempts === 0 && period === 'all') {
    return (
      <EmptyState icon={ShieldCheck} title="Nothing is uncertain">
        When an answer is lost on its way back, or a process dies with a request in flight, nobody here knows
        whether it was billed. Such attempts count against budgets and stand here until somebody says.
      </EmptyState>
    );
  }
  const { items, cursor } = page.data;
  const turn = (change: { period?: typeof period; after: number | null }) => {
    setChosen(new Set());
    void setParams(change, { history: 'push' });
  };
  return (
    <Card aria-label="Uncertain attempts" aria-busy={page.isPlaceholderData}>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <div>
          <p className="font-medium">
            {counted(open.data.attempts, 'attempt')}, {formatUsd(open.data.nanoUsd)}
          </p>
          <p className="text-[13px] text-soft">
            They count against budgets as if they had been billed.
            {items.length < open.data.attempts ? ` ${counted(items.length, 'attempt')} on this page.` : ''}
          </p>
        </div>
        <Segmented
          label="Period"
          value={period}
          options={PERIODS.map((value) => ({ value, label: NAMES[value] }))}
          onChange={(next) => turn({ period: next, after: null })}
        />
      </div>
      {items.length > 0 ? (
        <>
          <UncertainTable lines={items} chosen={chosen} onChoose={setChosen} />
          <ResolveActions
            ids={items.map(({ id }) => id).filter((id) => chosen.has(id))}
            onDone={() => setChosen(new Set())}
          />
        </>
      ) : (
        <p className="py-6 text-center text-soft">
          {after === null ? 'Nothing of this time is uncertain.' : 'Nothing older is uncertain any more.'}
        </p>
      )}
      <Pager next={cursor} older={after !== null} onPage={(next) => turn({ after: next })} />
    </Card>
  );
}
