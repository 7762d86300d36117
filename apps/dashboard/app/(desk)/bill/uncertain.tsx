'use client';

import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useNow } from '@/components/clock.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Card } from '@/components/ui/card.tsx';
import { Segmented } from '@/components/ui/segmented.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { formatUsd } from '@/lib/format/money.ts';
import { counted } from '@/lib/format/quantity.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { ResolveDialog } from './resolve-dialog.tsx';
import { billParams, PERIODS, periodStart, UNCERTAIN } from './search-params.ts';
import { UncertainTable } from './uncertain-table.tsx';

const NAMES = { all: 'All', '24h': '24 hours', '7d': '7 days', '30d': '30 days' } as const;

/** Attempts that may have been billed, to be resolved one by one or many at once. */
export function Uncertain() {
  const trpc = useTRPC();
  const now = useNow();
  const [{ period }, setParams] = useQueryStates(billParams);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { data, error, refetch } = useQuery(trpc.spend.ledger.queryOptions(UNCERTAIN));
  if (error && !data) {
    return <QueryError what="uncertain attempts" error={error} retry={() => void refetch()} />;
  }
  if (!data) return <Skeleton className="h-56" />;
  if (data.items.length === 0) {
    return (
      <EmptyState icon={ShieldCheck} title="Nothing is uncertain">
        When an answer is lost on its way back, or a process dies with a request in flight, nobody here knows
        whether it was billed. Such attempts count against budgets and stand here until somebody says.
      </EmptyState>
    );
  }
  const from = periodStart(period, now);
  const shown = data.items.filter(({ placedAt }) => Date.parse(placedAt) >= from);
  const ids = shown.map(({ id }) => id).filter((id) => chosen.has(id));
  const total = shown.reduce((sum, { heldNanoUsd }) => sum + BigInt(heldNanoUsd), 0n);
  return (
    <Card aria-label="Uncertain attempts">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <div>
          <p className="font-medium">
            {counted(shown.length, 'attempt')}, {formatUsd(total)}
          </p>
          <p className="text-[13px] text-soft">They count against budgets as if they had been billed.</p>
        </div>
        <Segmented
          label="Period"
          value={period}
          options={PERIODS.map((value) => ({ value, label: NAMES[value] }))}
          onChange={(next) => void setParams({ period: next })}
        />
      </div>
      <UncertainTable lines={shown} chosen={chosen} onChoose={setChosen} />
      <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
        <p aria-live="polite" className="text-[13px] text-soft">
          {ids.length === 0
            ? 'Choose what you know the end of.'
            : `${counted(ids.length, 'attempt')} chosen.`}
        </p>
        <div className="flex gap-2">
          <ResolveDialog
            ids={ids}
            as="not_billed"
            onDone={() => setChosen(new Set())}
            trigger={<Button disabled={ids.length === 0}>Not billed…</Button>}
          />
          <ResolveDialog
            ids={ids}
            as="billed"
            onDone={() => setChosen(new Set())}
            trigger={
              <Button variant="primary" disabled={ids.length === 0}>
                Billed…
              </Button>
            }
          />
        </div>
      </div>
    </Card>
  );
}
