'use client';

import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useScopeNames } from '@/components/budgets/use-scopes.ts';
import { Instant } from '@/components/clock.tsx';
import { CloseGap } from '@/components/gaps/close-gap.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';

/** Periods that the ledger lacks, above the budgets that they stop. Renders nothing when it lacks nothing. */
export function GapAlerts() {
  const trpc = useTRPC();
  const gaps = useQuery(trpc.gaps.list.queryOptions());
  const nameOf = useScopeNames();
  if (gaps.error) {
    return <QueryError what="gaps of the ledger" error={gaps.error} retry={() => void gaps.refetch()} />;
  }
  const open = (gaps.data ?? []).filter(({ closedAt }) => closedAt === null);
  return open.map((gap) => (
    <div
      key={gap.id}
      role="alert"
      className="mb-5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-3 rounded-plate border border-bad/50 bg-bad-tint p-4 sm:grid-cols-[auto_minmax(0,1fr)_auto]"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-bad" />
      <div className="text-pretty">
        <p className="font-medium">
          The ledger lacks what was spent from <Instant at={gap.from} /> to <Instant at={gap.to} />
        </p>
        <p className="mt-1 text-[13px] text-soft">
          {gap.cause === 'restore'
            ? 'A backup was restored.'
            : 'An older copy of the database was found at the start.'}{' '}
          {gap.stops.length === 0
            ? 'No budget’s present window overlaps that time.'
            : `Until somebody enters what the provider billed then, nothing that costs is sent under: ${gap.stops
                .map(({ scope, window }) => `${nameOf(scope)} (${window})`)
                .join(', ')}.`}
        </p>
      </div>
      <div className="col-start-2 sm:col-start-3">
        <CloseGap gap={gap} />
      </div>
    </div>
  ));
}
