import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ArrowDownRight, ArrowUpRight, Equal } from 'lucide-react';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { formatUsd } from '@/lib/format/money.ts';
import { formatBucket } from '@/lib/format/time.ts';
import { DIMENSION_NAMES, sumQuery } from '@/lib/spend/filter.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { SpendParams } from './search-params.ts';

/** Today so far beside the same hours of yesterday, and what made the difference. */
export function Changes({ params, timeZone }: { params: SpendParams; timeZone: string }) {
  const trpc = useTRPC();
  const changes = useQuery(
    trpc.spend.changes.queryOptions({ ...sumQuery(params), timeZone }, { placeholderData: keepPreviousData }),
  );
  const { data } = changes;
  return (
    <Card aria-labelledby="spend-changes">
      <CardHeader
        id="spend-changes"
        title="What changed since yesterday"
        note={
          data
            ? `Until ${formatBucket(data.today.to, 'hour', timeZone)}, both days (${timeZone})${data.basis === 'would_have' ? '; what free answers would have cost' : ''}`
            : undefined
        }
      />
      {data ? (
        <>
          <dl className="grid grid-cols-2 gap-x-4">
            {[
              ['Today', data.today.amountNanoUsd],
              ['Yesterday', data.yesterday.amountNanoUsd],
            ].map(([name = '', amount = '0']) => (
              <div key={name}>
                <dt className="text-[13px] text-soft">{name}</dt>
                <dd className="font-mono text-xl tabular-nums tracking-[-0.03em]">{formatUsd(amount)}</dd>
              </div>
            ))}
          </dl>
          <p className="mt-1">
            <Change nano={data.changeNanoUsd} />
          </p>
          {data.movers.length > 0 ? (
            <ul className="mt-3 border-t">
              {data.movers.map((mover) => (
                <li
                  key={`${mover.by} ${mover.value}`}
                  className="flex items-baseline gap-3 border-line/70 border-b py-1.5 last:border-0"
                  title={`${formatUsd(mover.yesterdayNanoUsd)} yesterday, ${formatUsd(mover.todayNanoUsd)} today`}
                >
                  <span className="min-w-0 grow truncate">
                    <span className="text-[13px] text-soft">{DIMENSION_NAMES[mover.by]}</span>{' '}
                    <span className="font-mono text-xs">{mover.value}</span>
                  </span>
                  <Change nano={mover.changeNanoUsd} />
                </li>
              ))}
            </ul>
          ) : (
            <p className="mt-3 text-soft">Nothing moved.</p>
          )}
        </>
      ) : changes.error ? (
        <QueryError what="comparison" error={changes.error} retry={() => void changes.refetch()} />
      ) : (
        <Skeleton className="h-56" />
      )}
    </Card>
  );
}

/** More is not worse and less is not better, so the arrow alone tells which. */
function Change({ nano }: { nano: string }) {
  const change = BigInt(nano);
  const Icon = change > 0n ? ArrowUpRight : change < 0n ? ArrowDownRight : Equal;
  return (
    <span className="inline-flex shrink-0 items-center gap-1 font-mono text-[13px] tabular-nums">
      <Icon aria-hidden className="size-3.5 text-soft" />
      <span className="sr-only">{change > 0n ? 'more by' : change < 0n ? 'less by' : 'the same,'}</span>
      {formatUsd(change < 0n ? -change : change)}
    </span>
  );
}
