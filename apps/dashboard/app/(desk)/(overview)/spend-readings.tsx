'use client';

import { useQuery } from '@tanstack/react-query';
import { budgetFor } from '@/lib/budget/select.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { SpendSummary } from '@/lib/trpc/types.ts';
import { SpendReading } from './spend-reading.tsx';
import { Traffic } from './traffic.tsx';

export function SpendReadings({ summary }: { summary: SpendSummary }) {
  const trpc = useTRPC();
  const { data: budgets } = useQuery(trpc.budgets.list.queryOptions());
  return (
    <div className="grid gap-5 xl:grid-cols-[minmax(0,2fr)_minmax(20rem,1fr)]">
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-[minmax(max-content,2fr)_minmax(0,5fr)]">
        <SpendReading
          title="Spent today, UTC"
          window="day"
          totals={summary.today}
          budget={budgets && (budgetFor(budgets, 'day') ?? null)}
        />
        <SpendReading
          title="Spent this month, UTC"
          window="month"
          totals={summary.month}
          budget={budgets && (budgetFor(budgets, 'month') ?? null)}
        />
      </div>
      <Traffic summary={summary} />
    </div>
  );
}
