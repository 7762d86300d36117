'use client';

import { useQuery } from '@tanstack/react-query';
import { useScopeNames } from '@/components/budgets/use-scopes.ts';
import { Instant } from '@/components/clock.tsx';
import { CloseGap } from '@/components/gaps/close-gap.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { LedgerGap } from '@/lib/trpc/types.ts';

/** Periods that a restored ledger knows nothing of. */
export function Gaps() {
  const trpc = useTRPC();
  const gaps = useQuery(trpc.gaps.list.queryOptions());
  return (
    <Card aria-labelledby="gaps">
      <CardHeader
        id="gaps"
        title="Gaps"
        note="What a restored ledger lacks. Until what was billed then is entered, its budgets admit nothing that costs."
      />
      {gaps.data ? (
        gaps.data.length > 0 ? (
          <ul>
            {gaps.data.map((gap) => (
              <Line key={gap.id} gap={gap} />
            ))}
          </ul>
        ) : (
          <p className="text-soft">The ledger lacks nothing: it was never put back to an older copy.</p>
        )
      ) : gaps.error ? (
        <QueryError what="gaps of the ledger" error={gaps.error} retry={() => void gaps.refetch()} />
      ) : (
        <Skeleton className="h-16" />
      )}
    </Card>
  );
}

function Line({ gap }: { gap: LedgerGap }) {
  const nameOf = useScopeNames();
  const stopped = gap.stops.map(({ scope, window }) => `${nameOf(scope)} (${window})`).join(', ');
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-line/70 border-t py-3 first:border-0 first:pt-0 last:pb-0">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span>
            <Instant at={gap.from} /> to <Instant at={gap.to} />
          </span>
          {gap.closedAt === null ? <Badge tone="bad">open</Badge> : <Badge tone="good">closed</Badge>}
        </p>
        <p className="text-pretty text-[13px] text-soft">
          {gap.cause === 'restore'
            ? 'A backup was restored.'
            : 'An older copy of the database was found at the start.'}{' '}
          {gap.closedAt !== null
            ? `${gap.billed ?? '$0.00'} was entered for it.`
            : stopped === ''
              ? 'It stops no budget.'
              : `It stops ${stopped}.`}
        </p>
      </div>
      {gap.closedAt === null ? <CloseGap gap={gap} /> : null}
    </li>
  );
}
