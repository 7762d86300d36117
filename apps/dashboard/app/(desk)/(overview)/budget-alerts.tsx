'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleSlash, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { Resets } from '@/components/clock.tsx';
import { budgetFor, tightOthers } from '@/lib/budget/select.ts';
import { cn } from '@/lib/class-names.ts';
import { formatUsd } from '@/lib/format/money.ts';
import { formatShare } from '@/lib/format/quantity.ts';
import { scopeName } from '@/lib/format/space.ts';
import { useTRPC } from '@/lib/trpc/client.ts';

/** Budgets that are nearly or wholly used and that no reading on this page shows. */
export function BudgetAlerts() {
  const trpc = useTRPC();
  const { data: budgets = [] } = useQuery(trpc.budgets.list.queryOptions());
  const shown = [budgetFor(budgets, 'day'), budgetFor(budgets, 'month')].flatMap(
    (budget) => budget?.id ?? [],
  );
  const tight = tightOthers(budgets, shown);
  if (tight.length === 0) return null;
  return (
    <ul aria-label="Budgets that need a look" className="grid gap-2">
      {tight.map((budget) => {
        const exhausted = budget.level === 'exhausted';
        const Icon = exhausted ? CircleSlash : TriangleAlert;
        return (
          <li
            key={budget.id}
            className={cn(
              'flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg px-4 py-2.5',
              exhausted ? 'bg-bad-tint' : 'bg-warn-tint',
            )}
          >
            <Icon aria-hidden className={cn('size-4 shrink-0', exhausted ? 'text-bad' : 'text-warn')} />
            <span>
              <b className="font-medium">{scopeName(budget.scope)}</b>{' '}
              {exhausted
                ? `has used up its ${formatUsd(budget.limitNanoUsd)} for the ${budget.window}: new texts are refused`
                : `has used ${formatShare(budget.used)} of ${formatUsd(budget.limitNanoUsd)} for the ${budget.window}`}
            </span>
            <span className="text-[13px] text-soft">
              <Resets at={budget.resetsAt} />
            </span>
            <Link prefetch={false} href="/budgets" className="ml-auto underline underline-offset-4">
              Budgets
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
