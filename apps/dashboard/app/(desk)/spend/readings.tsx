import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { AmountLegend } from '@/components/scale/amount-legend.tsx';
import { Card } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { formatUsd, formatUsdExact } from '@/lib/format/money.ts';
import { exactCount, formatCount } from '@/lib/format/quantity.ts';
import type { Span } from '@/lib/spend/range.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { breakdownInput } from './queries.ts';
import type { SpendParams } from './search-params.ts';

/** The whole of what is shown, in large figures. It shares its query with the breakdown, so that they cannot differ. */
export function Readings({ params, span }: { params: SpendParams; span: Span }) {
  const trpc = useTRPC();
  const { data, error } = useQuery(
    trpc.spend.breakdown.queryOptions(breakdownInput(params, span), { placeholderData: keepPreviousData }),
  );
  // The breakdown asks for the same and says what went wrong.
  if (!data && error) return null;
  if (!data) return <Skeleton className="h-28" />;
  const { total } = data;
  const counts = [
    ['Tokens billed', total.settledTokens, 'As the provider metered them'],
    ['Requests sent', total.requests, 'To a provider that is paid'],
    ['Failed attempts', total.failedAttempts, 'Billed or not'],
    ['Texts answered', total.inputs, 'Paid, free and from the cache together'],
  ] as const;
  return (
    <Card
      aria-label="In all"
      className="grid items-center gap-x-10 gap-y-4 lg:grid-cols-[minmax(15rem,auto)_minmax(0,1fr)]"
    >
      <div>
        <h2 className="text-soft">Spent</h2>
        <p
          className="font-medium font-mono text-[40px] tabular-nums leading-12 tracking-[-0.05em]"
          title={formatUsdExact(total.settledNanoUsd)}
          data-testid="spent-in-all"
        >
          {formatUsd(total.settledNanoUsd)}
        </p>
        <AmountLegend amounts={total} />
        {BigInt(total.freeWouldHaveNanoUsd) > 0n ? (
          <p className="mt-1 text-[13px] text-soft">
            Free answers would have cost{' '}
            <span className="font-mono tabular-nums">{formatUsd(total.freeWouldHaveNanoUsd)}</span>
          </p>
        ) : null}
      </div>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
        {counts.map(([name, count, hint]) => (
          <div key={name} title={hint}>
            <dt className="text-[13px] text-soft">{name}</dt>
            <dd className="font-mono text-xl tabular-nums tracking-[-0.03em]" title={exactCount(count)}>
              {formatCount(count)}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
