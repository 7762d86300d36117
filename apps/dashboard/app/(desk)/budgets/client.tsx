'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleDollarSign } from 'lucide-react';
import { useScopeNames } from '@/components/budgets/use-scopes.ts';
import { EmptyState } from '@/components/empty-state.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import { BudgetCard } from './budget-card.tsx';
import { CreateBudget } from './create-budget.tsx';
import { GapAlerts } from './gap-alerts.tsx';
import { RateLimits } from './rate-limits.tsx';

export function Budgets() {
  const trpc = useTRPC();
  const budgets = useQuery(trpc.budgets.list.queryOptions());
  const nameOf = useScopeNames();
  return (
    <>
      <PageHeader
        title="Budgets"
        note="Every attempt is held against all budgets in its scope before it is sent. What does not fit is refused; what the cache answers costs nothing and always passes."
        action={<CreateBudget />}
      />
      <GapAlerts />
      {budgets.data ? (
        budgets.data.length > 0 ? (
          <ul className="grid grid-cols-1 gap-4 xl:grid-cols-2">
            {[...budgets.data]
              .sort((a, b) => b.used - a.used)
              .map((budget) => (
                <li key={budget.id}>
                  <BudgetCard budget={budget} name={nameOf(budget.scope)} />
                </li>
              ))}
          </ul>
        ) : (
          <EmptyState icon={CircleDollarSign} title="Nothing limits what is spent">
            A budget is a limit in dollars for everything, a project, a key, a tag, a provider or a model, by
            hour, day, week, month or in total. A daily one for everything is a good first.
          </EmptyState>
        )
      ) : budgets.error ? (
        <QueryError what="budgets" error={budgets.error} retry={() => void budgets.refetch()} />
      ) : (
        <div className="grid gap-4 xl:grid-cols-2">
          <Skeleton className="h-44" />
          <Skeleton className="h-44" />
        </div>
      )}
      <RateLimits />
    </>
  );
}
