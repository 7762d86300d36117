import Link from 'next/link';
import { Resets } from '@/components/clock.tsx';
import { AmountLegend } from '@/components/scale/amount-legend.tsx';
import { Beam } from '@/components/scale/beam.tsx';
import { Card } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { formatUsd, formatUsdExact } from '@/lib/format/money.ts';
import { formatShare } from '@/lib/format/quantity.ts';
import type { Budget, SpendTotals } from '@/lib/trpc/types.ts';

interface SpendReadingProps {
  title: string;
  window: 'day' | 'month';
  totals: SpendTotals;
  /** The budget that limits it; null when none does, undefined while that is not known. */
  budget: Budget | null | undefined;
}

/** What was spent, large, and how far that fills its budget. Its columns are the parent's, so that several line up. */
export function SpendReading({ title, window, totals, budget }: SpendReadingProps) {
  const id = `reading-${window}`;
  return (
    <Card
      aria-labelledby={id}
      className="col-span-full grid grid-cols-subgrid content-center items-center gap-y-4"
    >
      <div>
        <h2 id={id} className="text-soft">
          {title}
        </h2>
        <p
          className="mt-1 font-medium font-mono text-[40px] tabular-nums leading-12 tracking-[-0.05em]"
          title={formatUsdExact(totals.settledNanoUsd)}
          aria-live={window === 'day' ? 'polite' : 'off'}
          data-testid={`spent-${window}`}
        >
          {formatUsd(totals.settledNanoUsd)}
        </p>
        <WouldHave totals={totals} />
      </div>
      <div>
        {budget === undefined ? <Skeleton className="h-16" /> : null}
        {budget === null ? <NoBudget window={window} totals={totals} /> : null}
        {budget ? (
          <>
            <p className="mb-2 flex flex-wrap justify-between gap-x-4 text-[13px]">
              <span>
                {formatShare(budget.used)} of {formatUsd(budget.limitNanoUsd)}
              </span>
              <span className="text-soft">
                <Resets at={budget.resetsAt} />
              </span>
            </p>
            <Beam amounts={budget} level={budget.level} />
            <AmountLegend amounts={budget} level={budget.level} className="mt-2" />
          </>
        ) : null}
      </div>
    </Card>
  );
}

function WouldHave({ totals }: { totals: SpendTotals }) {
  if (BigInt(totals.freeWouldHaveNanoUsd) === 0n) return null;
  return (
    <p className="w-0 min-w-full text-[13px] text-soft">
      Mock answers would have cost{' '}
      <span className="font-mono tabular-nums">{formatUsd(totals.freeWouldHaveNanoUsd)}</span>
    </p>
  );
}

function NoBudget({ window, totals }: { window: 'day' | 'month'; totals: SpendTotals }) {
  return (
    <div className="rounded-md border border-dashed p-4">
      <AmountLegend amounts={totals} />
      <p className="mt-2 text-[13px] text-soft">
        No budget limits the whole {window}.{' '}
        <Link prefetch={false} href="/budgets" className="text-mode underline underline-offset-4">
          Set one
        </Link>
      </p>
    </div>
  );
}
