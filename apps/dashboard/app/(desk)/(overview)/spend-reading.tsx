'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Resets } from '@/components/clock.tsx';
import { AmountLegend } from '@/components/scale/amount-legend.tsx';
import { Beam } from '@/components/scale/beam.tsx';
import { Card } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { budgetFor } from '@/lib/budget/select.ts';
import { formatUsd, formatUsdExact } from '@/lib/format/money.ts';
import { formatShare } from '@/lib/format/quantity.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { SpendTotals } from '@/lib/trpc/types.ts';

interface SpendReadingProps {
  title: string;
  window: 'day' | 'month';
  totals: SpendTotals;
}

/** What was spent, large, and how far that fills the budget of everything. */
export function SpendReading({ title, window, totals }: SpendReadingProps) {
  const trpc = useTRPC();
  const budgets = useQuery(trpc.budgets.list.queryOptions());
  const budget = budgets.data && (budgetFor(budgets.data, window) ?? null);
  const id = `reading-${window}`;
  return (
    <Card aria-labelledby={id} className="flex flex-col">
      <h2 id={id} className="text-soft">
        {title}
      </h2>
      <p
        className="mt-1 font-medium font-mono text-[36px] tabular-nums leading-11 tracking-[-0.05em]"
        title={formatUsdExact(totals.settledNanoUsd)}
        aria-live={window === 'day' ? 'polite' : 'off'}
        data-testid={`spent-${window}`}
      >
        {formatUsd(totals.settledNanoUsd)}
      </p>
      <WouldHave totals={totals} />
      <div className="mt-auto pt-3">
        {budget ? (
          <>
            <p className="mb-1.5 flex flex-wrap justify-between gap-x-4 text-[13px]">
              <span>
                {formatShare(budget.used)} of {formatUsd(budget.limitNanoUsd)}
              </span>
              <span className="text-soft">
                <Resets at={budget.resetsAt} />
              </span>
            </p>
            <Beam amounts={budget} level={budget.level} />
            <AmountLegend amounts={budget} level={budget.level} className="mt-1.5" />
          </>
        ) : budget === null || budgets.error ? (
          <>
            <AmountLegend amounts={totals} />
            <p className="mt-1.5 text-[13px] text-soft">
              {budgets.error ? 'Its budget could not be read.' : `No budget limits the whole ${window}.`}{' '}
              <Link prefetch={false} href="/budgets" className="text-mode underline underline-offset-4">
                {budgets.error ? 'Budgets' : 'Set one'}
              </Link>
            </p>
          </>
        ) : (
          <Skeleton className="h-16" />
        )}
      </div>
    </Card>
  );
}

function WouldHave({ totals }: { totals: SpendTotals }) {
  if (BigInt(totals.freeWouldHaveNanoUsd) === 0n) return null;
  return (
    <p className="text-[13px] text-soft">
      Mock answers would have cost{' '}
      <span className="font-mono tabular-nums">{formatUsd(totals.freeWouldHaveNanoUsd)}</span>
    </p>
  );
}
