'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useScopeNames } from '@/components/budgets/use-scopes.ts';
import { BUDGET_WINDOWS, LevelBadge } from '@/components/budgets/words.tsx';
import { Instant, Resets } from '@/components/clock.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Beam } from '@/components/scale/beam.tsx';
import { Card, CardHeader, CardLink } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { runsOutAt, tightest } from '@/lib/budget/select.ts';
import { formatUsd, formatUsdExact } from '@/lib/format/money.ts';
import { counted, formatShare } from '@/lib/format/quantity.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Budget } from '@/lib/trpc/types.ts';

const SHOWN = 4;

/** The budgets that are nearest to refusing, each with its bar and when it resets. */
export function BudgetsGlance() {
  const trpc = useTRPC();
  const budgets = useQuery(trpc.budgets.list.queryOptions());
  const nameOf = useScopeNames();
  const shown = tightest(budgets.data ?? [], SHOWN);
  const more = (budgets.data?.length ?? 0) - shown.length;
  return (
    <Card aria-labelledby="budgets">
      <CardHeader
        id="budgets"
        title="Budgets"
        note={more > 0 ? `The ${SHOWN} fullest of ${counted(more + SHOWN, 'budget')}` : undefined}
        className="mb-3"
        action={<CardLink href="/budgets">All budgets</CardLink>}
      />
      {budgets.data ? (
        shown.length > 0 ? (
          <ul>
            {shown.map((budget) => (
              <Line key={budget.id} budget={budget} name={nameOf(budget.scope)} />
            ))}
          </ul>
        ) : (
          <p className="max-w-[52ch] text-pretty text-soft">
            Nothing limits what is spent. A daily budget for everything is a good first:{' '}
            <Link prefetch={false} href="/budgets" className="text-mode underline underline-offset-4">
              set one
            </Link>
            .
          </p>
        )
      ) : budgets.error ? (
        <QueryError what="budgets" error={budgets.error} retry={() => void budgets.refetch()} />
      ) : (
        <Skeleton className="h-56" />
      )}
    </Card>
  );
}

function Line({ budget, name }: { budget: Budget; name: string }) {
  const usedUpAt = runsOutAt(budget);
  return (
    <li className="grid gap-x-6 gap-y-1 border-line/70 border-t py-2.5 first:border-0 first:pt-0 last:pb-0 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="wrap-anywhere min-w-0 font-medium">{name}</span>
          <span className="text-soft">{BUDGET_WINDOWS[budget.window]}</span>
          {budget.level === 'ok' ? null : <LevelBadge level={budget.level} />}
        </p>
        <p className="text-[13px] text-soft">
          <span className="font-mono text-ink tabular-nums" title={formatUsdExact(budget.leftNanoUsd)}>
            {formatUsd(budget.leftNanoUsd)}
          </span>{' '}
          left of {formatUsd(budget.limitNanoUsd)}
        </p>
      </div>
      <div className="min-w-0">
        <p className="mb-1 flex flex-wrap justify-between gap-x-4 text-[13px]">
          <span>{formatShare(budget.used)}</span>
          <span className="text-soft">
            <Resets at={budget.resetsAt} />
          </span>
        </p>
        <Beam amounts={budget} level={budget.level} />
        {usedUpAt ? (
          <p className="mt-0.5 text-[13px] text-warn">
            Forecast to run out <Instant at={usedUpAt} short />
          </p>
        ) : null}
      </div>
    </li>
  );
}
