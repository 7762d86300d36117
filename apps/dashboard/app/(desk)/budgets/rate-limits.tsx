'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useScopeNames } from '@/components/budgets/use-scopes.ts';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { cn } from '@/lib/class-names.ts';
import { exactCount, formatShare } from '@/lib/format/quantity.ts';
import { formatWait } from '@/lib/format/time.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { RateLimit } from '@/lib/trpc/types.ts';
import { SetRateLimit } from './set-rate-limit.tsx';

/** Limits of our own on requests and tokens in any minute or hour, with what is used of them now. */
export function RateLimits() {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery({
    ...trpc.rateLimits.list.queryOptions(),
    // What was used falls out as time passes, with no event that says so.
    refetchInterval: 10_000,
  });
  return (
    <Card aria-labelledby="rate-limits" className="mt-6">
      <CardHeader
        id="rate-limits"
        title="Rate limits"
        note="Requests and tokens in any minute or hour. A call beyond one is told when to come back; nothing is sent or held for it."
        action={<SetRateLimit />}
      />
      {error && !data ? (
        <QueryError what="rate limits" error={error} retry={() => void refetch()} />
      ) : data ? (
        data.length === 0 ? (
          <p className="text-soft">Nobody is limited beyond what the provider itself allows.</p>
        ) : (
          <ul className="divide-y divide-line/70">
            {data.map((limit) => (
              <RateLimitLine key={limit.id} limit={limit} />
            ))}
          </ul>
        )
      ) : (
        <Skeleton className="h-16" />
      )}
    </Card>
  );
}

function RateLimitLine({ limit }: { limit: RateLimit }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const name = useScopeNames()(limit.scope);
  const remove = useMutation(trpc.rateLimits.remove.mutationOptions());
  const noun = limit.limit === 1 ? limit.metric.slice(0, -1) : limit.metric;
  const what = `${exactCount(limit.limit)} ${noun} in any ${limit.period}`;
  const share = limit.used / limit.limit;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="wrap-anywhere min-w-0 font-medium">{name}</span>
          {limit.waitMs > 0 ? <Badge tone="bad">full, room in {formatWait(limit.waitMs)}</Badge> : null}
        </p>
        <p className="text-[13px] text-soft">{what}</p>
        <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1">
          <div
            aria-hidden
            className="keeps-fill h-2 w-64 max-w-full overflow-hidden rounded-full border bg-inset"
          >
            <div
              className={cn('h-full', limit.waitMs > 0 ? 'bg-bad' : 'bg-ink')}
              style={{ width: `${Math.min(1, share) * 100}%` }}
            />
          </div>
          <span className="whitespace-nowrap text-[13px] tabular-nums">
            {exactCount(limit.used)} used, {formatShare(share)}
          </span>
        </div>
      </div>
      <div className="flex gap-2">
        <SetRateLimit limit={limit} />
        <ConfirmDialog
          trigger={
            <Button size="sm" aria-label={`Remove ${what} of ${name}`}>
              Remove
            </Button>
          }
          title={`Remove the rate limit of ${name}?`}
          description={`From the next call on, ${what} no longer hold it back. Budgets stay.`}
          action="Remove rate limit"
          confirm={async (why) => {
            await remove.mutateAsync({ id: limit.id, ...why });
            await client.invalidateQueries(trpc.rateLimits.pathFilter());
            toast.success('The rate limit is removed.');
          }}
        />
      </div>
    </li>
  );
}
