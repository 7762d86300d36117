import Link from 'next/link';
import { BUDGET_WINDOWS, LevelBadge } from '@/components/budgets/words.tsx';
import { Resets } from '@/components/clock.tsx';
import { AmountLegend } from '@/components/scale/amount-legend.tsx';
import { Beam } from '@/components/scale/beam.tsx';
import { Card } from '@/components/ui/card.tsx';
import { formatUsd, formatUsdExact } from '@/lib/format/money.ts';
import { formatShare } from '@/lib/format/quantity.ts';
import { spendHref } from '@/lib/spend/scope.ts';
import type { Budget } from '@/lib/trpc/types.ts';
import { EditLimit } from './edit-limit.tsx';
import { ForecastLine } from './forecast-line.tsx';
import { RemoveBudget } from './remove-budget.tsx';

export function BudgetCard({ budget, name }: { budget: Budget; name: string }) {
  const id = `budget-${budget.id}`;
  return (
    <Card aria-labelledby={id} className="flex h-full flex-col has-[:target]:border-mode">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h2 id={id} className="wrap-anywhere min-w-0 scroll-mt-28 font-semibold text-[15px] leading-6">
          {name} <span className="font-normal text-soft">{BUDGET_WINDOWS[budget.window]}</span>
        </h2>
        <LevelBadge level={budget.level} />
      </div>
      <p className="mt-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <span>
          <span
            className="font-medium font-mono text-[26px] tabular-nums leading-9 tracking-[-0.04em]"
            title={formatUsdExact(budget.leftNanoUsd)}
          >
            {formatUsd(budget.leftNanoUsd)}
          </span>{' '}
          <span className="text-soft">left of {formatUsd(budget.limitNanoUsd)}</span>
        </span>
        <span className="text-[13px] text-soft">{formatShare(budget.used)} used</span>
      </p>
      <Beam amounts={budget} level={budget.level} className="mt-2" />
      <AmountLegend amounts={budget} level={budget.level} className="mt-2" />
      <ForecastLine budget={budget} />
      <div className="mt-auto flex flex-wrap items-center justify-between gap-3 pt-4">
        <p className="text-[13px] text-soft">
          <Resets at={budget.resetsAt} />
          {budget.window === 'total' || budget.window === 'hour'
            ? null
            : `, at ${budget.resetTime} ${budget.timeZone}`}
        </p>
        <p className="flex flex-wrap items-center gap-2">
          <Link
            prefetch={false}
            href={spendHref(budget)}
            aria-label={`Spend of ${name}, ${BUDGET_WINDOWS[budget.window]}`}
            className="mr-1 underline underline-offset-4"
          >
            Spend
          </Link>
          <EditLimit budget={budget} name={name} />
          <RemoveBudget budget={budget} name={name} />
        </p>
      </div>
    </Card>
  );
}
